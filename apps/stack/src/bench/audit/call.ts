import type { AuditBench } from './bench.js';

/** How the audit bench is called. */
export const AUDIT_BENCH_HELP = `npm run bench -- audit [--rows N,N] [--samples N] [--quick]

Fills two audit logs through the service's own tables, one after the other, and measures searches by person, task and pair of
agencies in each: over HTTP, by the running service, with every reading recorded. Prints both sizes side by side. All of it lies in
a temporary folder (about 12 GB at full size), and is removed at the end.

  --rows N,N   disclosures of the smaller and the larger log; default 50000,5000000
  --samples N  questions of each kind, at least 200; default 400
  --quick      5,000 and 50,000 disclosures

Exit code 0 when every p95 is below 50 ms and at most 1.5 times that of the smaller log, 1 when not, 2 for a call that cannot be
understood.
`;

const FULL = [50_000, 5_000_000] as const;
const QUICK = [5_000, 50_000] as const;
const MOST_ROWS = 20_000_000;

/** What was asked for, or what is wrong with the call: every fault. */
export function readAuditBench(given: {
  readonly rows?: string | undefined;
  readonly samples?: string | undefined;
  readonly quick?: boolean | undefined;
}): { readonly bench: AuditBench } | { readonly faults: readonly string[] } {
  const { rows, samples = '400', quick = false } = given;
  const [small = NaN, large = NaN, ...more] =
    rows === undefined ? (quick ? QUICK : FULL) : rows.split(',').map(whole);
  const faults: string[] = [];
  if (rows !== undefined && quick) faults.push('Give either --rows or --quick, not both.');
  if (!(small >= 100 && large > small && large <= MOST_ROWS) || more.length > 0)
    faults.push(
      '--rows takes two whole numbers from 100 to 20000000, the smaller first, as in 50000,5000000.',
    );
  if (!(whole(samples) >= 200 && whole(samples) <= 100_000))
    faults.push('--samples takes a whole number from 200 to 100000.');
  return faults.length > 0 ? { faults } : { bench: { rows: [small, large], samples: whole(samples) } };
}

const whole = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : NaN);
