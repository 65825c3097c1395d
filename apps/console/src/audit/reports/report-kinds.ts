import type { PersonReport } from '../story/person-report.js';
import {
  accountingTables,
  gapsTables,
  overridesTables,
  refusalsTables,
  unmetTables,
  type AccountingReport,
  type GapsReport,
  type RefusalsReport,
  type UnmetReport,
} from './figure-tables.js';
import { personTables } from './person-tables.js';
import type { ReportTable } from './report-table.js';
import type { OverrideLine } from '../story/person-report.js';

/** One report of the audit service: its name there, what it tells, and how it is shown. */
export interface ReportKind {
  readonly name: string;
  readonly title: string;
  readonly tells: string;
  /** What it takes beside the time and the mode. */
  readonly takes: readonly ('token' | 'between' | 'agency' | 'item')[];
  readonly tables: (body: unknown) => readonly ReportTable[];
}

/** All reports, in the order of the page that lists them. */
export const REPORTS: readonly ReportKind[] = [
  {
    name: 'person',
    title: 'What was told about a person',
    tells: 'Who was told what about one person, when and on what ground: for a subject access request',
    takes: ['token'],
    tables: (body) => personTables(body as PersonReport),
  },
  {
    name: 'accounting',
    title: 'What two agencies told each other',
    tells: 'Every disclosure in both directions, counted by item and rule',
    takes: ['between'],
    tables: (body) => accountingTables(body as AccountingReport),
  },
  {
    name: 'overrides',
    title: 'Overrides that wait for a review',
    tells: 'What was told in an emergency though no rule let it, and that nobody has reviewed yet',
    takes: [],
    tables: (body) => overridesTables(body as { readonly rows: readonly OverrideLine[] }),
  },
  {
    name: 'refusals',
    title: 'What was not let through',
    tells: 'What agencies wanted to tell and the sharing agreements stopped, with the reason',
    takes: [],
    tables: (body) => refusalsTables(body as RefusalsReport),
  },
  {
    name: 'gaps',
    title: 'What was missing',
    tells: 'What agencies did not know or held back, by item, reason and month',
    takes: ['agency', 'item'],
    tables: (body) => gapsTables(body as GapsReport),
  },
  {
    name: 'unmet',
    title: 'What was asked for and came to nothing',
    tells: 'Requests that were declined, failed or met with silence, and the skills that they want',
    takes: [],
    tables: (body) => unmetTables(body as UnmetReport),
  },
];

/** The report with this name; undefined where there is none. */
export const reportCalled = (name: string): ReportKind | undefined =>
  REPORTS.find((report) => report.name === name);
