import type { FollowedDisclosure } from '#storage';
import type { ExportFormat } from '../parameters.js';
import { csvHeader, csvLine } from '../csv.js';
import { DISCLOSURE_TABLE } from './disclosure-table.js';
import { auditEventOf } from './fhir.js';

/** Disclosures as they come out of the store, by leaf index and place, some at a time. */
export type Pages = AsyncIterable<readonly FollowedDisclosure[]>;

/** One form of an export: its media type, the ending of its file, and its text, in pieces. */
export interface ExportForm {
  readonly type: string;
  readonly ending: string;
  /** `origin` is the name of the log. */
  readonly write: (pages: Pages, origin: string) => AsyncGenerator<string>;
}

/** The forms of an export of disclosures. */
export const EXPORT_FORMS: Readonly<Record<ExportFormat, ExportForm>> = {
  csv: { type: 'text/csv; charset=utf-8; header=present', ending: 'csv', write: csvText },
  ndjson: { type: 'application/x-ndjson; charset=utf-8', ending: 'ndjson', write: ndjsonText },
  fhir: {
    type: 'application/fhir+ndjson; charset=utf-8; fhirVersion=4.0',
    ending: 'fhir.ndjson',
    write: fhirText,
  },
};

async function* csvText(pages: Pages): AsyncGenerator<string> {
  yield csvHeader(DISCLOSURE_TABLE);
  for await (const rows of pages) yield rows.map((row) => csvLine(DISCLOSURE_TABLE, row)).join('');
}

async function* ndjsonText(pages: Pages): AsyncGenerator<string> {
  for await (const rows of pages) yield rows.map(lineOf).join('');
}

/** One resource for each event, also where its items lie on two pages. */
async function* fhirText(pages: Pages, origin: string): AsyncGenerator<string> {
  let held: FollowedDisclosure[] = [];
  for await (const rows of pages) {
    const done: string[] = [];
    for (const row of rows) {
      if (held.length > 0 && held[0]?.leafIndex !== row.leafIndex) {
        done.push(lineOf(auditEventOf(held, origin)));
        held = [];
      }
      held.push(row);
    }
    yield done.join('');
  }
  if (held.length > 0) yield lineOf(auditEventOf(held, origin));
}

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;
