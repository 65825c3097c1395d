import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sharedCounty } from '../support/county.js';
import { Desk } from '../support/e2e-desk.js';
import { Listener } from '../support/e2e-feed.js';
import { faultsOf } from '../support/e2e-http.js';
import { FOR_A_SUITE, known } from '../support/e2e-sharing.js';

const county = sharedCounty();
let police: Desk;
let trust: Desk;

beforeAll(async () => {
  await county.open();
  police = new Desk(county.here().agency('police').door, 'contact centre', 'PC 4417');
  trust = new Desk(county.here().agency('mh-trust').door, 'HBPoS', 'nurse 3');
}, 180_000);
afterAll(county.close, 60_000);

/** What the trust itself calls a suite that is full. */
const OWN_REASON = 'suite full';

const OWN = {
  kind: '136 suite request',
  to: { agency: 'mh-trust', unit: '136 suite' },
  mode: 'exercise',
  urgency: 'priority',
};

describe('an agency that speaks its own words', () => {
  it('is understood: the other reads code, both words, the relation, and the sender’s own clock', async () => {
    const feed = await Listener.open(trust.door);
    const asked = await police.post('/tasks', police.body({ ...OWN, items: FOR_A_SUITE }));
    expect([asked.status, asked.body]).toMatchObject([201, { state: 'recorded' }]);
    const taskId = String(asked.body['taskId']);
    await trust.sees(taskId, 'requested');
    const { task, words } = (await trust.get(`/tasks/${taskId}`)).body;
    expect(task).toMatchObject({
      kind: 'place-of-safety-admission',
      urgency: 'u2-within-hour',
      grade: 'police-grade-national-style.priority',
      asker: { unit: 'control-room' },
      performer: { unit: 'health-based-place-of-safety' },
    });
    expect(words).toMatchObject({
      kind: { sender: { word: '136 suite request' }, receiver: { word: 'HBPoS admission' }, lossy: true },
      unit: { name: 'contact centre' },
      to: { name: 'HBPoS' },
      urgency: { grade: { word: 'priority', minutes: 60, clockTo: 'officer at scene' } },
    });
    const heard = await feed.hears(String(asked.body['eventId']));
    expect(heard.data).toMatchObject({ words: { kind: { sender: { word: '136 suite request' } } } });
    feed.close();
    await trust.does('reject', taskId, { reason: OWN_REASON, fact: 'next space 05:00' });
    await police.sees(taskId, 'rejected');
    const declined = (await police.get(`/tasks/${taskId}`)).body['words'];
    expect(declined).toMatchObject({ reason: { code: 'bed-or-suite-full', sender: { word: OWN_REASON } } });
  }, 60_000);

  it('is told with the nearest words when one is unknown, and what others would take a word for; nothing is guessed', async () => {
    const ask = async (change: object) =>
      police.post('/tasks', police.body({ ...OWN, items: FOR_A_SUITE, ...change }));
    const unknown = await ask({ kind: '136 suite reqest' });
    expect(faultsOf(unknown, 422, 'BAD_CONTENT')).toEqual(['UNKNOWN_WORD /kind']);
    expect(JSON.stringify(unknown.body['faults'])).toContain('136 suite request');
    const [first, ...rest] = FOR_A_SUITE;
    const friend = await ask({ items: [known(first?.code ?? '', { term: 'section' }), ...rest] });
    expect(faultsOf(friend, 422, 'BAD_CONTENT')).toEqual(['FALSE_FRIEND /items/0/value/term']);
    expect(JSON.stringify(friend.body['faults'])).toMatch(
      /would take it for detained-for-admission .* Ask: which section/,
    );
  }, 60_000);

  it('can ask what its words mean, what others call the same, and which words to avoid', async () => {
    const { body } = await police.get('/terms');
    expect(body).toMatchObject({
      agency: 'police',
      scales: expect.arrayContaining([expect.objectContaining({ owner: 'police' })]),
    });
    const terms = body['terms'] as { set: string; word: string; equivalence: string }[];
    expect(terms).toContainEqual(
      expect.objectContaining({ word: '136 suite request', equivalence: 'wider' }),
    );
    const word = (await police.get('/terms?word=contact%20centre')).body['word'];
    expect(word).toEqual([
      expect.objectContaining({ set: 'unit', code: 'control-room', equivalence: 'equivalent' }),
    ]);
    const grade = (await police.get('/terms?word=priority')).body['word'];
    expect(grade).toContainEqual(expect.objectContaining({ set: 'grade', urgency: 'u2-within-hour' }));
    const code = (await police.get('/terms?set=taskKind&code=s136-consultation&to=mh-trust')).body['code'];
    expect(code).toMatchObject([
      { agency: 'police', words: [{ word: '136 consultation' }, { word: 's136 advice call' }] },
      { agency: 'mh-trust', words: [{ word: 's136 consultation' }] },
    ]);
    expect(faultsOf(await police.get('/terms?to=coastguard&word=x'), 422, 'BAD_CONTENT')).toEqual([
      'UNKNOWN_AGENCY /to',
    ]);
    faultsOf(await police.get('/terms?set=colour'), 400, 'BAD_INPUT');
  }, 60_000);
});
