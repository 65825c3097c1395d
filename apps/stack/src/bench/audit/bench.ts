import { setTimeout as pause } from 'node:timers/promises';
import { createSay, type Say } from '../../cli/say.js';
import { untilStopSignal } from '../../cli/stop-signal.js';
import { reasonOf } from '../../platform/platform-error.js';
import { bootStack, type Stack } from '../../stack.js';
import { BENCH_PORTS, inBenchHome } from '../bench-home.js';
import { comparisonLines, compared, type SizeMeasured } from './figures.js';
import { fill } from './fill.js';
import { measure, searchesOf } from './searches.js';

/** What the bench is asked to do. */
export interface AuditBench {
  /** Disclosures of the smaller and of the larger log. */
  readonly rows: readonly [small: number, large: number];
  /** Questions of each kind. */
  readonly samples: number;
}

/** A service with a log that was just filled publishes its checkpoints before it is measured. */
const SETTLED_WITHIN_MS = 30 * 60_000;

/**
 * Fills two audit logs, one after the other, and prints how long the same searches take in each: over HTTP, by the running
 * service, with each reading recorded. Exit code 0 when the promise is kept, 1 when it is missed or something went wrong.
 */
export async function benchAudit({ rows, samples }: AuditBench): Promise<number> {
  const say = await createSay();
  const stopped = untilStopSignal().then((signal) => {
    throw new Error(`Ended by ${signal}.`);
  });
  stopped.catch(() => undefined);
  try {
    const small = await measureSize(rows[0], { samples, say, stopped });
    const large = await measureSize(rows[1], { samples, say, stopped });
    say.line('');
    comparisonLines(small, large).forEach((line) => say.line(line));
    return compared(small, large).every(({ kept }) => kept) ? 0 : 1;
  } catch (error) {
    say.line(reasonOf(error));
    return 1;
  }
}

interface Around {
  readonly samples: number;
  readonly say: Say;
  /** Rejects when somebody asks the bench to end. */
  readonly stopped: Promise<never>;
}

function measureSize(disclosures: number, { samples, say, stopped }: Around): Promise<SizeMeasured> {
  return inBenchHome(async (home) => {
    let stack: Stack | undefined;
    try {
      stack = await bootStack({ home, say, start: [], ports: BENCH_PORTS });
      return await Promise.race([fillAndMeasure(stack, disclosures, { samples, say }), stopped]);
    } finally {
      await stack?.stop();
    }
  });
}

async function fillAndMeasure(
  stack: Stack,
  disclosures: number,
  { samples, say }: Pick<Around, 'samples' | 'say'>,
): Promise<SizeMeasured> {
  const { supervisor, system } = stack;
  // The directory comes first, as in every log.
  await untilPublished(stack);
  await supervisor.stop('audit');
  const url = stack.spec('audit').env['DATABASE_URL'] ?? '';
  const wanted = disclosures.toLocaleString('en-GB');
  const filled = await say.during(`Filling a log with ${wanted} disclosures`, () =>
    fill({ url, name: 'audit' }, disclosures, say),
  );
  say.line(`  ${filled.leaves.toLocaleString('en-GB')} leaves, ${Math.round(filled.bytes / 1e6)} MB on disk`);
  await supervisor.restart('audit');
  await say.during('Waiting until its checkpoints are published', () => untilPublished(stack));
  const searches = await say.during(`Asking ${samples} questions of each kind`, () =>
    measure(system.audit, searchesOf(filled), samples),
  );
  return { disclosures: filled.disclosures, leaves: filled.leaves, searches };
}

async function untilPublished({ system }: Stack): Promise<void> {
  const { url, token } = system.audit;
  const end = Date.now() + SETTLED_WITHIN_MS;
  while (Date.now() < end) {
    const answer = await fetch(`${url}/status`, { headers: { authorization: `Bearer ${token}` } });
    const { size, checkpoint } = (await answer.json()) as {
      size: number;
      checkpoint?: { size: number; published: boolean };
    };
    if (size > 0 && checkpoint?.size === size && checkpoint.published) return;
    await pause(1_000);
  }
  throw new Error('The service did not publish the checkpoints of its log in 30 minutes.');
}
