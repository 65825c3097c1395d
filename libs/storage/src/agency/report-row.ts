import type { Report } from './refusal-store.js';
import type { OutboxRow } from './turn.js';

/** The outbox row of a report to the audit service. It stands for itself alone: there is no task whose order it would keep. */
export const rowOfReport = (report: Report, number: number): OutboxRow => ({
  ...report,
  number,
  taskId: report.eventId,
  taskVersion: 0,
  addressee: 'audit',
  sealed: null,
  indexTokens: [],
  command: {},
});
