import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countyOf } from '../support/county.js';
import { call } from '../support/county-client.js';
import { LedgerBooks, rowsOf } from '../support/e2e-books.js';
import { Desk } from '../support/e2e-desk.js';
import { absent, known } from '../support/e2e-sharing.js';
import { expectStillProven, type KeptProof } from '../support/kept-proofs.js';
import { Remains, tracesOf, type Traces } from '../support/remains.js';
import { until } from '../support/waiting.js';

const MEMBERS = ['police', 'ambulance', 'mh-trust'];
const county = countyOf({ agencies: MEMBERS });
let police: Desk;
let ambulance: Desk;
let trust: Desk;

/** A word that was never said before, and that no compression makes shorter. */
const unheard = (name: string): string => `${name}-${randomBytes(12).toString('hex')}`;

/** Every word of one person that could be left somewhere, and one of another person who is not forgotten. */
const PLANTED = {
  name: unheard('Zebulon Quillfeather'),
  alias: unheard('Quilly'),
  spelling: unheard('Kwillfeather'),
  note: unheard('sings of herons'),
  fact: unheard('the Skylark crew'),
  caseNote: unheard('be gentle'),
  staff: unheard('Sgt Wrexham'),
};
const OTHER = unheard('Ottoline Varga');
const person = { caseId: '', tasks: [] as string[], token: '' };
let remains: Remains;
let traces: Traces = {};
let erasure = '';

beforeAll(async () => {
  await county.open();
  const door = (code: string) => county.here().agency(code).door;
  police = new Desk(door('police'), 'control-room', PLANTED.staff);
  ambulance = new Desk(door('ambulance'), 'crew', 'crew 12');
  trust = new Desk(door('mh-trust'), 'crisis-team', 'nurse 3');
  remains = new Remains(county.here(), Object.values(PLANTED), MEMBERS);
}, 180_000);
afterAll(county.close, 60_000);

const audit = (method: string, path: string, body?: object, as: 'audit' | 'custodian' = 'audit') => {
  const door = county.here().stack.system[as];
  if (!door) throw new Error(`there is no door for ${as}`);
  return call(door, method, path, body ? { body } : {});
};

/** Every answer of the audit service about the person, as somebody would keep it who asks now. */
async function exported(): Promise<string> {
  const paths = [
    `/disclosures?case=${person.caseId}&limit=500`,
    `/refused-disclosures?case=${person.caseId}`,
    `/overrides?case=${person.caseId}`,
    ...person.tasks.map((task) => `/tasks/${task}/story`),
    '/readings?limit=500',
    '/holds?all=true',
    '/erasures',
  ];
  const answers = await Promise.all(paths.map((path) => audit('GET', path)));
  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
  return JSON.stringify(answers);
}

let proofs: readonly KeptProof[] = [];

describe('a person of whom three agencies know', () => {
  it('is named, noted, searched for and told of, in every place that takes words', async () => {
    const items = [
      known('exact-location', PLANTED.alias, { note: PLANTED.note }),
      known('alias', PLANTED.alias),
    ];
    const to = { agency: 'ambulance', unit: 'crew' };
    const request = { kind: 'emergency-medical-response', mode: 'exercise', to, items, note: PLANTED.note };
    const asked = await police.post('/tasks', police.body(request), { 'idempotency-key': unheard('cad') });
    expect(asked.status).toBe(201);
    const { taskId, caseId } = asked.body as { taskId: string; caseId: string };
    Object.assign(person, { caseId });
    person.tasks.push(taskId);
    await police.post(`/cases/${caseId}/entries`, { unit: 'control-room', note: PLANTED.caseNote });
    await ambulance.sees(taskId, 'requested');
    await ambulance.does('accept', taskId);
    await police.sees(taskId, 'accepted');
    await police.does('inform', taskId, { items: [known('full-name', PLANTED.name)] });
    await ambulance.events(taskId, 3);
    const search = {
      searchedSystem: 'callers',
      searchedFor: PLANTED.spelling,
      searchedAt: new Date().toISOString(),
    };
    await ambulance.does('inform', taskId, { items: [absent('full-name', 'searched-not-found', search)] });
    const consulted = await police.asks('mh-trust/street-triage', { kind: 's136-consultation', caseId });
    person.tasks.push(consulted.taskId);
    await trust.sees(consulted.taskId, 'requested');
    await trust.does('reject', consulted.taskId, {
      unit: 'street-triage',
      reason: 'no-capacity',
      fact: PLANTED.fact,
    });
    await ambulance.does('complete', taskId, { outcome: 'discharged-at-scene' });
    await police.sees(taskId, 'completed');
    await police.sees(consulted.taskId, 'rejected');
    // And somebody else, who is not forgotten.
    const other = await police.asks('ambulance/crew', { items: [known('alias', OTHER)], note: OTHER });
    await ambulance.sees(other.taskId, 'requested');
  }, 90_000);

  it('is known to the log: found by a token, opened by the custodian, held and let go, proven', async () => {
    await until('the log has the end of both tasks', async () => {
      const { body: plan } = await audit('POST', '/erasures/plan', { case: [person.caseId] });
      const [standing] = (plan['cases'] ?? []) as { openTasks: number; tasks: number }[];
      return standing?.tasks === 2 && standing.openTasks === 0;
    });
    const leaves = 'SELECT event_id AS id FROM leaf WHERE case_id = $1';
    const rows = await rowsOf(county.here(), 'audit', leaves, [person.caseId]);
    const told = rows.map(({ id }) => String(id));
    const { body } = await police.post('/index-tokens', { kind: 'full-name', value: PLANTED.name });
    person.token = String(body['token']);
    const found = await audit('GET', `/disclosures?token=${person.token}`);
    expect((found.body['rows'] as object[]).length).toBeGreaterThan(3);
    const opening = { event: told[0], reason: 'complaint', words: `about ${PLANTED.name}` };
    expect((await audit('POST', '/openings', opening, 'custodian')).status).toBe(201);
    const hold = await audit('POST', '/holds', {
      token: [person.token],
      ground: 'complaint',
      words: `of ${PLANTED.name}`,
    });
    await audit('POST', `/holds/${String(hold.body['id'])}/release`, { words: `${PLANTED.name} is content` });
    proofs = await until('everything is proven', async () => {
      const all = await Promise.all(told.map((id) => audit('GET', `/events/${id}`)));
      return (
        all.every((one) => one.body['proof']) &&
        all.map((one) => ({ eventId: one.body['id'], ...one.body }) as never)
      );
    });
  }, 60_000);

  it('is found by the very looks that are to find nothing later', async () => {
    const keys = await rowsOf(county.here(), 'audit', 'SELECT key FROM person_key WHERE person = $1', [
      person.caseId,
    ]);
    expect(keys).toHaveLength(1);
    const books = await LedgerBooks.open(county.here());
    const messages = (await books.all()).filter(({ subject }) =>
      person.tasks.some((task) => subject.endsWith(task)),
    );
    await books.close();
    const sealed = messages.map(({ message }) => tracesOf('sealed part', String(message.sealed)));
    traces = Object.assign(
      { key: keys[0]?.['key'] as Buffer, token: Buffer.from(person.token) },
      ...sealed,
    ) as Traces;
    // As the server does by itself after some time: the planner's samples hold values too.
    for (const service of [...MEMBERS, 'audit']) await rowsOf(county.here(), service, 'ANALYZE');
    const { home } = county.here();
    const finds = remains.inFiles(traces).join('\n');
    for (const name of [...Object.keys(traces)]) expect([name, finds.includes(name)]).toEqual([name, true]);
    const inTables = (await Promise.all([...MEMBERS, 'audit'].map((one) => remains.inTables(one))))
      .flat()
      .join('\n');
    const { staff: _opaque, ...words } = PLANTED;
    for (const word of Object.values(words)) expect([word, inTables.includes(word)]).toEqual([word, true]);
    const { finds: openable } = await remains.opened();
    for (const place of ['police.event', 'audit leaf', 'ledger concordat', home.nats])
      expect([place, openable.some((find) => find.includes(place))]).toEqual([place, true]);
  }, 60_000);
});

describe('when the person is erased', () => {
  it('the log forgets, the ledger forgets, and each agency that took part is asked to look at its own copies', async () => {
    const wish = {
      token: [person.token],
      ground: 'no-longer-necessary',
      authority: 'data-subject-request',
      words: 'letter 12 of this year',
    };
    const { status, body } = await audit('POST', '/erasures', wish);
    expect([status, body['state']]).toEqual([201, 'keys-destroyed']);
    erasure = String(body['id']);
    await until('the erasure is done', async () => {
      const now = await audit('GET', `/erasures/${erasure}/progress`);
      if (now.body['state'] === 'done') return true;
      throw new Error(JSON.stringify(now.body));
    });
    for (const desk of [police, ambulance, trust]) {
      const notice = await until(`${desk.unit} is asked`, async () => {
        const { body: told } = await desk.get('/erasures');
        return (told['erasures'] as Record<string, unknown>[])[0];
      });
      expect(notice).toMatchObject({ id: erasure, cases: [person.caseId], ground: 'no-longer-necessary' });
      expect((await desk.get('/status')).body['erasuresToAnswer']).toBe(1);
    }
  }, 90_000);

  it('nothing is left with the audit service, on the ledger or with the keeper', async () => {
    const { home } = county.here();
    const [row] = await rowsOf(
      county.here(),
      'audit',
      'SELECT oid FROM pg_database WHERE datname = current_database()',
    );
    const own = join(home.postgres, 'data', 'base', String(row?.['oid']));
    for (const place of [own, home.nats, join(home.dir, 'keeper'), home.logs]) {
      expect([place, remains.inFiles(traces, place)]).toEqual([place, []]);
    }
    expect(await remains.inTables('audit')).toEqual([]);
    const { finds } = await remains.opened();
    expect(finds.filter((find) => /audit leaf|ledger/.test(find))).toEqual([]);
  }, 60_000);

  it('an agency that keeps its copies says why, and has them; one that erases has nothing any more', async () => {
    const answers = async () => (await audit('GET', `/erasures/${erasure}`)).body['agencies'];
    const say = (desk: Desk, more: object) => desk.post(`/erasures/${erasure}/answer`, desk.body(more));
    expect((await say(trust, { unit: 'street-triage', answer: 'kept' })).status).toBe(400);
    expect((await say(trust, { answer: 'kept', ground: 'health-record' })).status).toBe(200);
    for (const desk of [police, ambulance])
      await until(`${desk.unit} erases`, async () => {
        const { status, body } = await say(desk, { answer: 'erased' });
        if (status === 409 && body['code'] === 'CASES_NOT_SETTLED') return false;
        expect(status).toBe(200);
        return true;
      });
    const said = await until('the log has all answers', async () => {
      const found = (await answers()) as { answer: string | null }[];
      return found.every(({ answer }) => answer !== null) && found;
    });
    expect(said).toEqual([
      expect.objectContaining({ agency: 'ambulance', answer: 'erased' }),
      expect.objectContaining({ agency: 'mh-trust', answer: 'kept', ground: 'health-record' }),
      expect.objectContaining({ agency: 'police', answer: 'erased' }),
    ]);
    for (const member of ['police', 'ambulance'])
      expect([member, await remains.inTables(member)]).toEqual([member, []]);
    expect(await remains.inTables('mh-trust')).not.toEqual([]);
    expect((await say(trust, { answer: 'erased' })).status).toBe(200);
    await until('mh-trust has erased too', async () => {
      const found = (await answers()) as { agency: string; answer: string }[];
      return found.every(({ answer }) => answer === 'erased');
    });
  }, 120_000);

  it('no file of the county holds a word, a key, a token or a sealed part of the person: tables, logs of changes, stream, exports', async () => {
    writeFileSync(join(county.here().home.dir, 'export-made-later.json'), await exported());
    expect(remains.inFiles(traces)).toEqual([]);
    for (const service of [...MEMBERS, 'audit'])
      expect([service, await remains.inTables(service)]).toEqual([service, []]);
  }, 60_000);

  it('no key that is left opens anything of the person, and the keys do open what is left', async () => {
    const { opened, finds } = await remains.opened();
    expect(finds).toEqual([]);
    expect(opened).toBeGreaterThan(3);
    const others = new Remains(county.here(), [OTHER], MEMBERS);
    expect((await others.opened()).finds.length).toBeGreaterThan(3);
    expect(others.inFiles({})).not.toEqual([]);
  }, 60_000);
});

describe('what the log still says', () => {
  it('is that something was shared, with whom and under which rule; not what', async () => {
    const { body } = await audit('GET', `/disclosures?case=${person.caseId}&limit=500`);
    const rows = body['rows'] as Record<string, unknown>[];
    const told = rows.map(
      ({ sender, receiver, item }) => `${String(sender)} ${String(receiver)} ${String(item)}`,
    );
    for (const one of ['police ambulance alias', 'police ambulance full-name', 'ambulance police full-name'])
      expect(told).toContain(one);
    for (const { rule, commitment } of rows)
      expect([rule, commitment]).toEqual([expect.any(String), expect.any(String)]);
    expect((await audit('GET', `/disclosures?token=${person.token}`)).body['rows']).toEqual([]);
  });

  it('is proven by every proof that was given before, and by new ones', async () => {
    expect(proofs.length).toBeGreaterThanOrEqual(7);
    await expectStillProven(county.here(), proofs);
  }, 60_000);
});

describe('afterwards', () => {
  it('the agencies work on, also with what comes late to a task of which the ledger holds nothing', async () => {
    const [taskId = ''] = person.tasks;
    const shown = await police.events(taskId, 3);
    expect(shown.every(({ content }) => JSON.stringify(content) === '{}')).toBe(true);
    const { body } = await police.get(`/cases/${person.caseId}`);
    expect(JSON.stringify(body)).not.toContain('Quill');
    const again = await police.asks('ambulance/crew', {
      caseId: person.caseId,
      items: [known('alias', 'somebody new')],
    });
    await ambulance.sees(again.taskId, 'requested');
    const late = await police.does('recall', taskId, { reason: 'wrong-person', items: ['alias'] });
    expect(late.sequence).toBeGreaterThan(0);
  }, 60_000);
});
