import { pino } from 'pino';
import { HOST, readConfig, type IdentityConfig } from './config.js';
import { openIdentity } from './identity-server.js';

/** Exit code of a start that the environment does not allow. */
const BAD_CONFIG = 2;

const config = configOrEnd();
const log = pino({ name: 'identity', level: config.logLevel }, pino.destination({ sync: true }));
const server = openIdentity(config, log);
server.listen(config.httpPort, HOST, () => log.info({ port: config.httpPort }, 'ready'));

const end = (): void => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
};
process.on('SIGTERM', end);
process.on('SIGINT', end);
if (config.watchStdin) process.stdin.on('end', end).on('error', end).resume();

function configOrEnd(): IdentityConfig {
  try {
    return readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(BAD_CONFIG);
  }
}
