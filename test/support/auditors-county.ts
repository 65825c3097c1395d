import { County } from './county.js';
import { Desk, type Recorded } from './e2e-desk.js';
import { FOR_A_SUITE, audited, known } from './e2e-sharing.js';

/** A county with a console, and something in its log for an auditor to find. */
export interface AuditorsCounty {
  readonly county: County;
  /** Police asked for a bed, the name went after acceptance, and the request was withdrawn. */
  readonly admission: Recorded;
  /** The leaf of that request. */
  readonly leaf: number;
  /** Police told warning markers under an emergency override, and nobody has reviewed it. */
  readonly override: Recorded;
  /** Of ambulance and the trust alone. */
  readonly elsewhere: string;
}

/** Whom the admission was for. */
export const SOUGHT = 'Tobiah Quillfeather';

const SUITE = 'mh-trust/health-based-place-of-safety';

/** Opens it, and waits until the log has all of it. */
export async function auditorsCounty(): Promise<AuditorsCounty> {
  const county = await County.open({ agencies: ['police', 'ambulance', 'mh-trust'], webFace: true });
  const police = new Desk(county.agency('police').door, 'control-room', 'PC 4417');
  const trust = new Desk(county.agency('mh-trust').door, 'health-based-place-of-safety', 'nurse 3');
  const admission = await police.asks(SUITE, request([known('full-name', SOUGHT)]));
  await trust.sees(admission.taskId, 'requested');
  await trust.does('accept', admission.taskId);
  await police.sees(admission.taskId, 'accepted');
  const [row] = await audited(county, `/disclosures?task=${admission.taskId}`, FOR_A_SUITE.length + 1);
  await police.does('cancel', admission.taskId, { reason: 'no-longer-needed' });
  const override = await police.asks(SUITE, {
    ...request([known('police-warning-markers', 'carries a knife')]),
    override: {
      reason: 'life-at-risk',
      authorisedBy: { ref: 'Insp Fulmar', role: 'duty-manager' },
      until: new Date(Date.now() + 30 * 60_000).toISOString(),
    },
  });
  const elsewhere = await county.agency('ambulance').asks('mh-trust');
  await audited(county, `/overrides?task=${override.taskId}`, 1);
  await audited(county, `/disclosures?task=${elsewhere.taskId}`, 1);
  return { county, admission, leaf: Number(row?.['leafIndex']), override, elsewhere: elsewhere.taskId };
}

const request = (items: readonly object[]) => ({
  kind: 'place-of-safety-admission',
  items: [...FOR_A_SUITE, ...items],
});
