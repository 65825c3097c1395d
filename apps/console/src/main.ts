import { pino } from 'pino';
import { readConfig, type ConsoleConfig } from './config.js';
import { openConsole } from './console.js';

/** Exit code of a start that the environment does not allow. */
const BAD_CONFIG = 2;
/** Milliseconds to end in order; then the process ends anyway. */
const END_WITHIN_MS = 5_000;

const config = configOrEnd();
const log = pino({ name: 'console', level: config.logLevel }, pino.destination({ sync: true }));
const app = await openConsole({ config, log, now: Date.now });
await app.listen(config.httpPort, config.httpHost);
log.info({ port: config.httpPort }, 'ready');

let ending = false;
const end = (): void => {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(1), END_WITHIN_MS).unref();
  app.getHttpServer().closeAllConnections();
  void app.close().then(() => process.exit(0));
};
process.on('SIGTERM', end);
process.on('SIGINT', end);
if (config.watchStdin) process.stdin.on('end', end).on('error', end).resume();

function configOrEnd(): ConsoleConfig {
  try {
    return readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(BAD_CONFIG);
  }
}
