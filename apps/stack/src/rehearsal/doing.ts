import type { ItemStatement } from '#domain';
import type { Problem } from './desk.js';
import type { Sent } from './dispatch.js';
import type { Parcel } from './told.js';

/** What playing a step comes to, before it is judged. */
export interface Doing {
  readonly parcels: Parcel[];
  readonly kept: ItemStatement[];
  readonly remarks: string[];
  readonly failures: string[];
  problem?: Problem;
  alias?: string;
}

/** Nothing was done yet. */
export const nothingDone = (): Doing => ({ parcels: [], kept: [], remarks: [], failures: [] });

/** Adds what became of an event that was sent. */
export function take(sent: Sent, doing: Doing): void {
  if ('problem' in sent) doing.problem = sent.problem;
  else if ('nothing' in sent) {
    doing.remarks.push(`Nothing is told: no rule lets ${sent.nothing.join(', ')} travel on this task now.`);
  } else {
    doing.parcels.push(sent.parcel);
    doing.failures.push(...sent.failures);
    doing.remarks.push(...sent.remarks);
  }
}
