import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countyOf } from '../support/county.js';
import { call } from '../support/county-client.js';
import { Desk } from '../support/e2e-desk.js';
import { needBody, type NeedTold } from '../support/e2e-needs.js';
import { until as waitFor } from '../support/waiting.js';

const county = countyOf({ agencies: ['police', 'mh-trust'] });
let police: Desk;
let triage: Desk;

beforeAll(async () => {
  await county.open();
  police = new Desk(county.here().agency('police').door, 'control-room', 'PC 4417');
  triage = new Desk(county.here().agency('mh-trust').door, 'street-triage', 'nurse 2');
}, 180_000);
afterAll(county.close, 60_000);

const CONSULTATION = 's136-consultation';

describe('a need that names nobody', () => {
  it('goes to those who could take it, by shift, skill and law, the best first', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const shift = { skill: 'mental-health-nurse', count: 2, until };
    const put = await call(triage.door, 'PUT', '/roster/street-triage', {
      body: { actor: { role: 'practitioner', type: 'person', ref: 'N 1' }, shifts: [shift] },
    });
    expect([put.status, put.body]).toEqual([200, expect.anything()]);
    const { to: _nobody, ...asked } = needBody(police, CONSULTATION, []);
    const ranked = await waitFor('the roster has come', async () => {
      const { body } = await police.post('/candidates', { kind: CONSULTATION, unit: 'control-room' });
      const [best] = body['candidates'] as { agency?: string; unit: unknown; fits: boolean }[];
      return best?.fits === true && body['candidates'];
    });
    expect(ranked).toBeDefined();
    const opened = await police.post('/needs', { ...asked, strategy: 'one-after-another' });
    expect([opened.status, opened.body]).toEqual([201, expect.anything()]);
    const { offers } = opened.body as unknown as NeedTold;
    expect(offers.map(({ to }) => to)).toEqual([{ agency: 'mh-trust', unit: 'street-triage' }]);
  }, 60_000);

  it('is refused where nobody could take it, and says where to learn why', async () => {
    const { to: _nobody, ...asked } = needBody(police, 'mha-assessment', []);
    const answer = await police.post('/needs', { ...asked, strategy: 'one-after-another' });
    expect([answer.status, answer.body['code']]).toEqual([409, 'NOBODY_TO_ASK']);
  }, 60_000);
});
