import { MODES } from '#domain';
import { UsageError, type Arguments, type OptionKinds } from './arguments.js';
import { isPersonGiven, spanIn } from './audit-filters.js';

/** The reports that the audit service makes, by the word that names each. */
export const REPORTS = ['person', 'accounting', 'overrides', 'refusals', 'gaps', 'unmet'] as const;
/** One of {@link REPORTS}. */
export type ReportName = (typeof REPORTS)[number];

/** A report that somebody asks for. */
export interface ReportCall {
  readonly report: ReportName;
  /** What the audit service is asked, but for the person. */
  readonly query: URLSearchParams;
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
  const query = queryOf(args, faults);
  if (faults.length > 0 || report === undefined) throw new UsageError(faults);
  return {
    report,
    query,
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
    return ['The person is missing: --full-name, --alias, --token or another of their identifiers.'];
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
  const mode = args.value('mode');
  return [
    ...(mode !== undefined && !MODES.some((known) => known === mode)
      ? [`--mode takes one of: ${MODES.join(', ')}.`]
      : []),
    ...(args.has('json') && args.has('csv') ? ['Give either --json or --csv, not both.'] : []),
  ];
}

function queryOf(args: Arguments, faults: string[]): URLSearchParams {
  const query = new URLSearchParams({ format: args.has('json') ? 'json' : args.has('csv') ? 'csv' : 'text' });
  for (const option of ['between', 'agency', 'item', 'mode'] as const) {
    const value = args.value(option);
    if (value !== undefined) query.set(option, value);
  }
  spanIn(args, faults).forEach(([name, time]) => query.set(name, time));
  return query;
}
