import { parseArgs } from 'node:util';
import { createSay } from './cli/say.js';
import { untilStopSignal } from './cli/stop-signal.js';
import { lookAround } from './look-around.js';
import { openHome } from './platform/home.js';
import { reasonOf } from './platform/platform-error.js';
import { rehearse } from './rehearsal/rehearse.js';
import { reportFile } from './report/scribe.js';
import { readScenario, shippedScenario } from './rehearsal/scenario.js';
import { bootStack, type Stack } from './stack.js';

const HELP = `npm start [-- --exit] [--no-rehearsal]

Starts NATS, Postgres, the keeper, the audit service and the six agencies on this machine, rehearses a case study
on the real bus, and stays up until Ctrl-C.

  --exit           end after the rehearsal; exit code 0 only if it did what it should
  --no-rehearsal   only start the system
`;

const { values } = parseArgs({
  options: { exit: { type: 'boolean' }, 'no-rehearsal': { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

/** The case study that every start rehearses. */
const FIRST = '01-unknown-person-on-bridge';

const stopped = untilStopSignal();
const say = await createSay();
const started = Date.now();
const home = openHome();
let stack: Stack | undefined;
let code = 0;
try {
  stack = await bootStack({ home, say, webFace: !values.exit });
  say.line(`The system is up after ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  if (!values['no-rehearsal']) code = await rehearseOn(stack);
  if (!values.exit) {
    for (const line of lookAround(stack)) say.line(line);
    await stopped;
    say.line('Stopping.');
    code = 0;
  }
} catch (error) {
  say.line(reasonOf(error));
  code = 1;
}
await stack?.stop();
process.exit(code);

/** Plays the first case study; where there is a console, so that people can watch it there. */
async function rehearseOn({ rehearsals, system }: Stack): Promise<number> {
  if (rehearsals) {
    const played = rehearsals.play(FIRST);
    if (typeof played === 'string') return 1;
    void stopped.then(() => rehearsals.stop());
    return (await played).passed ? 0 : 1;
  }
  const scenario = readScenario(shippedScenario(FIRST));
  const report = reportFile(home.dir, scenario);
  const abort = new AbortController();
  void stopped.then(() => abort.abort());
  const result = await rehearse({ scenario, system, say, report, signal: abort.signal });
  return result.passed ? 0 : 1;
}
