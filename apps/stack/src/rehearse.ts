import { parseArgs } from 'node:util';
import { createSay } from './cli/say.js';
import { untilStopSignal } from './cli/stop-signal.js';
import { openHome } from './platform/home.js';
import { reasonOf } from './platform/platform-error.js';
import { rehearse } from './rehearsal/rehearse.js';
import { reportFile } from './report/scribe.js';
import { ScenarioError, readScenario } from './rehearsal/scenario.js';
import { withSystem } from './stack.js';

const HELP = `npm run rehearse -- <scenario.yaml> [--speed N] [--report FILE] [--exit] [--strict]

Plays a case study on the real bus in the mode exercise. It uses the system that is running (npm start, in another
terminal); when there is none it starts one for itself and stops it afterwards.

  --speed N   N scenario minutes pass in one second; as fast as the system goes by default
  --report F  write the report of the rehearsal to this file; by default it lies under .concordat/reports/
  --strict    also fail when a step could not be played
  --exit      end after the rehearsal (the default; named for scripts)

Case studies to begin with: apps/stack/scenarios/. How one is written: apps/stack/scenarios/_schema.yaml.
`;

/** Exit code for a call or a file that cannot be understood, as against a rehearsal that failed (1). */
const MISUSED = 2;

process.exitCode = await main();
// Sockets that are being closed must not hold up a script that waits for the end.
process.exit();

async function main(): Promise<number> {
  const say = await createSay();
  const call = readCall();
  if (typeof call === 'string') {
    say.line(call);
    return call === HELP ? 0 : MISUSED;
  }
  const abort = new AbortController();
  void untilStopSignal().then(() => abort.abort(new Error('Stopped.')));
  try {
    const scenario = readScenario(call.file);
    const { speed, strict } = call;
    const home = openHome();
    const report = call.report ?? reportFile(home.dir, scenario);
    const result = await withSystem({ home, say }, (system) =>
      rehearse({ scenario, system, say, speed, strict, report, signal: abort.signal }),
    );
    return result.passed ? 0 : 1;
  } catch (error) {
    say.line(abort.signal.aborted ? 'Stopped.' : reasonOf(error));
    return error instanceof ScenarioError ? MISUSED : 1;
  }
}

interface Call {
  readonly file: string;
  readonly speed: number | undefined;
  readonly strict: boolean;
  readonly report: string | undefined;
}

/** The call, or what to tell who called. */
function readCall(): Call | string {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        speed: { type: 'string' },
        exit: { type: 'boolean' },
        strict: { type: 'boolean' },
        report: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    const [file, more] = positionals;
    if (values.help) return HELP;
    if (file === undefined || more !== undefined) return `Name one scenario file.\n\n${HELP}`;
    const speed = values.speed === undefined ? undefined : Number(values.speed);
    if (speed !== undefined && !(speed > 0))
      return `--speed takes a number above 0: minutes per second.\n\n${HELP}`;
    return { file, speed, strict: values.strict ?? false, report: values.report };
  } catch (error) {
    return `${(error as Error).message}\n\n${HELP}`;
  }
}
