import { MODES, instantOf } from '#domain';
import { UsageError, type Arguments, type OptionKinds } from './arguments.js';
import { isPersonGiven } from './audit-filters.js';

/** The reports that the audit service makes, by the word that names each. */
export const REPORTS = ['person', 'accounting', 'overrides', 'refusals', 'gaps', 'unmet'] as const;
/** One of {@link REPORTS}. */
export type ReportName = (typeof REPORTS)[number];

/** A report that somebody asks for. */
export interface ReportCall {
  readonly report: ReportName;
  /** What the audit service is asked, but for the person. */
  readonly query: URLSearchParams;
  /** The file that the report goes to; standard output without one. */
  readonly file?: string;
}

/** The options of `concordat audit report`. */
export const REPORT_OPTIONS = {
  between: 'value',
  agency: 'value',
  item: 'value',
  from: 'value',
  to: 'value',
  mode: 'value',
  json: 'flag',
  csv: 'flag',
  out: 'value',
} as const satisfies OptionKinds;

/** Options that only some reports take, with those that do. */
const ONLY_FOR: Readonly<Record<string, readonly ReportName[]>> = {
  between: ['accounting'],
  agency: ['gaps'],
  item: ['gaps'],
};

/** The report that a call asks for. Throws UsageError with every fault of the call. */
export function readReportCall(args: Arguments): ReportCall {
  const faults: string[] = [];
  const report = reportIn(args, faults);
  faults.push(...neededFaults(args, report), ...strayFaults(args, report), ...valueFaults(args));
  if (faults.length > 0 || report === undefined) throw new UsageError(faults);
  const file = args.value('out');
  return {
    report,
    query: queryOf(args),
    ...(file !== undefined && { file }),
  };
}

function reportIn({ words }: Arguments, faults: string[]): ReportName | undefined {
  const [name, ...others] = words;
  const report = REPORTS.find((known) => known === name);
  if (report === undefined)
    faults.push(
      `${name === undefined ? 'Name a report' : `There is no report "${name}"`}: ${REPORTS.join(', ')}.`,
    );
  if (others.length > 0) faults.push(`What does "${others.join(' ')}" stand for?`);
  return report;
}

function neededFaults(args: Arguments, report: ReportName | undefined): readonly string[] {
  if (report === 'person' && !isPersonGiven(args))
    return ['The person is missing: --name, --alias, --token or another of their identifiers.'];
  if (report === 'accounting' && !args.has('between'))
    return ['--between is missing: two agencies, as in police,ambulance.'];
  return [];
}

function strayFaults(args: Arguments, report: ReportName | undefined): readonly string[] {
  if (report === undefined) return [];
  const person = report !== 'person' && isPersonGiven(args) ? ['Only the report on a person takes one.'] : [];
  const stray = Object.entries(ONLY_FOR).flatMap(([option, reports]) =>
    args.has(option) && !reports.includes(report) ? [`--${option} is only for: ${reports.join(', ')}.`] : [],
  );
  return [...person, ...stray];
}

function valueFaults(args: Arguments): readonly string[] {
  const times = ['from', 'to'].filter((option) => {
    const time = args.value(option);
    return time !== undefined && timeOf(time) === undefined;
  });
  const mode = args.value('mode');
  return [
    ...times.map((option) => `--${option} takes a day as in 2026-11-22, or a time with an offset.`),
    ...(mode !== undefined && !MODES.some((known) => known === mode)
      ? [`--mode takes one of: ${MODES.join(', ')}.`]
      : []),
    ...(args.has('json') && args.has('csv') ? ['Give either --json or --csv, not both.'] : []),
  ];
}

/** A day means its beginning. */
function timeOf(text: string): string | undefined {
  const at = instantOf(text) ?? instantOf(`${text}T00:00:00Z`);
  return at === undefined ? undefined : new Date(at).toISOString();
}

function queryOf(args: Arguments): URLSearchParams {
  const query = new URLSearchParams({ format: args.has('json') ? 'json' : args.has('csv') ? 'csv' : 'text' });
  for (const option of ['between', 'agency', 'item', 'mode'] as const) {
    const value = args.value(option);
    if (value !== undefined) query.set(option, value);
  }
  for (const option of ['from', 'to'] as const) {
    const time = timeOf(args.value(option) ?? '');
    if (time !== undefined) query.set(option, time);
  }
  return query;
}
