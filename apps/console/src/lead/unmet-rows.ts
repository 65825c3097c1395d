import { plain, plainWords } from '../page/code-words.js';
import type { AgencyTold, LeadAnswer } from './lead-answers.js';

/** What was asked for and not given, for one reason. */
export interface UnmetRow {
  readonly kind: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly count: number;
}

/** Unmet needs of all agencies that answer, the most frequent first: single requests, and needs that nobody took. */
export function unmetRows(
  told: readonly AgencyTold[],
  mode: string,
  { agencies, kinds }: LeadAnswer['names'],
): readonly UnmetRow[] {
  const rows = told.flatMap((one): UnmetRow[] => {
    if (one.silent !== undefined) return [];
    const from = agencies[one.agency] ?? plainWords(one.agency);
    const kindOf = (code: string): string => kinds[code] ?? plainWords(code);
    const { tasks, needs } = one.unmet;
    return [
      ...tasks
        .filter((task) => task.mode === mode)
        .map(({ kind, to, reason, count }) => ({
          kind: kindOf(kind),
          from,
          to: `${agencies[to.agency] ?? plainWords(to.agency)}, ${plain(to.unit)}`,
          reason: plainWords(reason),
          count,
        })),
      ...needs
        .filter((need) => need.mode === mode)
        .map(({ kind, because, count, reasons }) => ({
          kind: kindOf(kind),
          from,
          to: 'Everybody who could',
          reason: [because, ...reasons.map(({ reason }) => reason)].map(plainWords).join('; '),
          count,
        })),
    ];
  });
  return rows.sort((a, b) => b.count - a.count);
}
