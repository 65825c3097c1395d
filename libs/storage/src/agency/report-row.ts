import type { OutboxRow } from './turn.js';

/** The event that reports something to the audit service, as it is fixed before its first publish. */
export type Report = Pick<OutboxRow, 'eventId' | 'type' | 'subject' | 'event' | 'leafHash'>;

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
