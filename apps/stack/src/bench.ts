import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchAudit } from './bench/audit/bench.js';
import { AUDIT_BENCH_HELP, readAuditBench } from './bench/audit/call.js';
import { BOARD_BENCH_HELP, benchBoard } from './bench/board/bench.js';
import { load, type LoadResult } from './bench/load.js';
import { rawLimits, type RawLimits } from './bench/raw-limits.js';
import { createSay } from './cli/say.js';
import { openHome } from './platform/home.js';
import { reasonOf } from './platform/platform-error.js';
import { bootStack, type Stack } from './stack.js';

const HELP = `npm run bench [-- --quick] [--callers N] [--seconds N]

Measures recorded events per second over HTTP with everything on (agreement rule, seal, signature, outbox, ledger with
fsync, receiver, audit log, witnesses), beside what the broker alone can do on this machine in the same run. Prints,
asserts nothing: machines are shared and noisy.

npm run bench -- audit --help   searches of the audit log at two sizes
npm run bench -- board --help   a board with 500 open tasks, and how fast it tells a change
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean' },
    callers: { type: 'string', default: '256' },
    seconds: { type: 'string' },
    rows: { type: 'string' },
    samples: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const [named] = positionals;
const audit = named === 'audit';
const board = named === 'board';
if (positionals.length > (audit || board ? 1 : 0)) {
  process.stderr.write(`What does "${positionals.at(-1)}" stand for? npm run bench -- --help\n`);
  process.exit(2);
}
if (values.help) {
  process.stdout.write(audit ? AUDIT_BENCH_HELP : board ? BOARD_BENCH_HELP : HELP);
  process.exit(0);
}
if (audit) {
  const call = readAuditBench(values);
  if ('bench' in call) process.exit(await benchAudit(call.bench));
  process.stderr.write(`${call.faults.join('\n')}\n`);
  process.exit(2);
}
if (board)
  process.exit(await benchBoard(values.quick ? { tasks: 100, samples: 50 } : { tasks: 500, samples: 200 }));
const seconds = Number(values.seconds ?? (values.quick ? 8 : 30));
const callers = Number(values.callers);
const say = await createSay();
const dir = mkdtempSync(join(tmpdir(), 'concordat-bench-'));
let stack: Stack | undefined;
let code = 0;
try {
  const home = openHome(dir);
  const raw = await say.during("Measuring the broker's raw limits", () =>
    rawLimits(home, values.quick ? 2 : 5),
  );
  stack = await bootStack({ home, say, ports: { nats: 24_322, postgres: 25_433, http: 24_400 } });
  const { system } = stack;
  await say.during('Warming up', () => load({ system, callers, seconds: 3 }));
  const alone = await say.during('One caller at a time', () =>
    load({ system, callers: 1, seconds: Math.min(seconds, 5) }),
  );
  const before = await logSize(stack);
  const full = await say.during(`${callers} callers`, () => load({ system, callers, seconds }));
  const leaves = (await logSize(stack)) - before;
  report({ raw, alone, full, leaves }, stack);
} catch (error) {
  say.line(reasonOf(error));
  code = 1;
}
await stack?.stop();
rmSync(dir, { recursive: true, force: true });
process.exit(code);

interface Measured {
  readonly raw: RawLimits;
  readonly alone: LoadResult;
  readonly full: LoadResult;
  /** Events that the full load put into the audit log: requests, and what the receiver said by itself. */
  readonly leaves: number;
}

/** Leaves of the audit log, once it has grown no more for a second. */
async function logSize({ system }: Stack): Promise<number> {
  for (let last = -1; ;) {
    const response = await fetch(`${system.audit.url}/status`, {
      headers: { authorization: `Bearer ${system.audit.token}` },
    });
    const { size } = (await response.json()) as { size: number };
    if (size === last) return size;
    last = size;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

function report({ raw, alone, full, leaves }: Measured, running: Stack): void {
  const row = (name: string, value: string): void => say.line(`  ${name.padEnd(52)}${value}`);
  const ms = ({ p50, p99 }: { p50: number; p99: number }): string => `p50 ${p50} ms, p99 ${p99} ms`;
  say.line('');
  say.line('The broker alone (2.5 KB, fsync always, through an account)');
  row('single publishes, 64 in flight', `${raw.singles}/s`);
  row('atomic batches of 200', `${raw.batched}/s`);
  say.line('The whole system');
  const events = Math.round((leaves * full.perSecond) / Math.max(full.recorded, 1));
  row(`tasks asked and recorded, ${callers} callers over HTTP`, `${full.perSecond}/s`);
  row('  events recorded with them (requested, received)', `${events}/s`);
  row('  events beside single publishes', `${(events / raw.singles).toFixed(2)} times`);
  row('  answered otherwise', `${full.other}${full.firstOther ? `, the first: ${full.firstOther}` : ''}`);
  row('  request to answer "recorded"', ms(full.answer));
  row("  request to the receiver's own system", ms(full.delivered));
  row('one caller: request to answer "recorded"', ms(alone.answer));
  row("one caller: request to the receiver's own system", ms(alone.delivered));
  say.line('Memory (resident)');
  for (const { name, pid } of running.supervisor.all()) row(`  ${name}`, `${residentMegabytes(pid)} MB`);
  row('  nats-server', `${residentMegabytes(running.nats.pid)} MB`);
}

function residentMegabytes(pid: number | undefined): number | string {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes) / 1_024);
  } catch {
    return 'unknown';
  }
}
