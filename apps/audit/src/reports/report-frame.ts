/** What every report is made of beside the facts: when, for which time, and how far its reader sees. */
export interface ReportFrame {
  readonly madeAt: Date;
  /** ISO 8601; `to` excluded. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Whose records officer reads. */
  readonly within?: string | undefined;
}
