import type { Desk } from './e2e-desk.js';

const NOT_ASKED = [
  ...['presenting-situation', 'risk-to-self', 'risk-to-others', 'mha-status', 'area'],
  ...['physical-red-flags', 'exact-location', 'date-of-birth'],
].map((code) => ({ code, state: 'unknown', absent: 'not-asked' }));

const ITEMS = [
  { code: 'place-type', state: 'known', value: 'bridge' },
  { code: 'substance-now', state: 'reported-unconfirmed', value: 'smells of alcohol', source: 'caller 1' },
  { code: 'full-name', state: 'unknown', absent: 'asked-unknown' },
  { code: 'age-band', state: 'unknown', absent: 'unknown' },
  ...NOT_ASKED,
];

/**
 * Police hold a person without a name, and the suite of the trust takes them over: one task, a handover, two statements that
 * differ, a clock and a note. Gives the id of the case once both agencies have all of it.
 */
export async function aNight(police: Desk, suite: Desk): Promise<string> {
  const ask = {
    kind: 'place-of-safety-admission',
    mode: 'exercise',
    items: ITEMS,
    ifNotAllowed: 'leave-out',
  };
  const { taskId, caseId } = await police.asks('mh-trust/health-based-place-of-safety', ask);
  await suite.sees(taskId, 'requested');
  await suite.does('accept', taskId);
  await police.sees(taskId, 'accepted');
  await suite.does('inform', taskId, {
    items: [{ code: 'substance-now', state: 'known', value: 'breath test shows none', sourceKind: 'device' }],
  });
  await suite.post(`/cases/${caseId}/clocks`, suite.body({ clock: 's136-detention' }));
  await police.does('handover/offer', taskId);
  await suite.events(taskId, 5);
  await suite.does('handover/accept', taskId);
  await police.events(taskId, 6);
  await police.post(`/cases/${caseId}/entries`, { unit: 'control-room', note: 'officers stay until 4' });
  return caseId;
}
