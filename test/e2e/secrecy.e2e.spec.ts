import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadDirectory } from '#directory';
import { countyOf } from '../support/county.js';
import { LedgerBooks, rowsOf, tablesOf } from '../support/e2e-books.js';
import { Desk } from '../support/e2e-desk.js';
import { until } from '../support/waiting.js';

const county = countyOf({ agencies: ['police', 'ambulance', 'mh-trust'] });
let police: Desk;
let ambulance: Desk;

/** Every word that may be read by the two parties and by nobody else. */
const PLANTED = {
  name: 'Zebulon Quillfeather',
  alias: 'Quilly-the-Kestrel',
  phone: '07700 900873',
  birth: '1987-03-29',
  location: 'seventh bench behind the Marabou kiosk',
  note: 'sings when spoken to about herons',
  source: 'Mrs Ottoline Varga, his landlady',
  itemNote: 'also searched as Quillfether and Quilfeather',
  fact: 'the Skylark crew is free at 23:47',
  searchedSystem: 'the Gannet ledger of callers',
  searchedFor: 'Quilfether or Kwillfeather',
  caseNote: 'the heron man again, be gentle',
  staffRef: 'Sgt Wrexham-Pomfret 90210',
  idempotencyKey: 'cad-incident-Tumbledown-77',
};
const told = { taskId: '', declined: '' };

/** What ambulance itself calls the reason for which it declines. It stands in the published directory, so it is no planted word. */
const ownWord = (): string => {
  const found = loadDirectory().words.find(
    ({ set, agency, code }) => set === 'declineReason' && agency === 'ambulance' && code === 'no-capacity',
  );
  if (!found) throw new Error('ambulance has no word of its own for the reason');
  return found.term;
};

beforeAll(async () => {
  await county.open();
  police = new Desk(county.here().agency('police').door, 'control-room', PLANTED.staffRef);
  ambulance = new Desk(county.here().agency('ambulance').door, 'crew', `${PLANTED.staffRef} of ambulance`);
}, 180_000);
afterAll(county.close, 60_000);

const known = (code: string, value: unknown, more: object = {}) => ({ code, state: 'known', value, ...more });

/** A text in each form in which it could stand in a file: as it is, in other cases, in hexadecimal, in JSON, in Base64 at any place. */
function formsOf(text: string): Buffer[] {
  const plain = Buffer.from(text, 'utf8');
  const inBase64 = [0, 1, 2].flatMap((shift) => {
    // Only the characters that do not depend on what stands before and behind.
    const encoded = Buffer.concat([Buffer.alloc(shift), plain]).toString('base64');
    const inner = encoded.slice(shift === 0 ? 0 : shift + 1, Math.floor(((shift + plain.length) * 8) / 6));
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const texts = [text, text.toLowerCase(), plain.toString('hex'), encodeURIComponent(text), ...inBase64];
  return [...new Set(texts)].map((form) => Buffer.from(form, 'utf8'));
}

const holds = (bytes: Buffer, text: string): boolean => formsOf(text).some((form) => bytes.includes(form));

/** The planted words that stand in some bytes, by name. */
const plantedIn = (bytes: Buffer): string[] =>
  Object.entries(PLANTED).flatMap(([name, text]) => (holds(bytes, text) ? [name] : []));

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true })
    .map((name) => join(dir, String(name)))
    .filter((path) => statSync(path).isFile());
}

describe('what two agencies tell each other', () => {
  it('is sent in every place that takes values or free words', async () => {
    const items = [
      known('exact-location', PLANTED.location, { source: PLANTED.source, note: PLANTED.itemNote }),
      known('alias', PLANTED.alias),
    ];
    const request = {
      kind: 'emergency-medical-response',
      mode: 'exercise',
      to: { agency: 'ambulance', unit: 'crew' },
    };
    const asked = await police.post('/tasks', police.body({ ...request, items, note: PLANTED.note }), {
      'idempotency-key': PLANTED.idempotencyKey,
    });
    expect(asked.status).toBe(201);
    const { taskId, caseId } = asked.body as { taskId: string; caseId: string };
    const entry = { unit: 'control-room', note: PLANTED.caseNote };
    expect((await police.post(`/cases/${caseId}/entries`, entry)).status).toBe(201);
    await ambulance.sees(taskId, 'requested');
    await ambulance.does('accept', taskId);
    await police.sees(taskId, 'accepted');
    const more = [known('full-name', PLANTED.name), known('phone', PLANTED.phone)];
    await police.does('inform', taskId, { items: more });
    await ambulance.events(taskId, 3);
    const { searchedSystem, searchedFor } = PLANTED;
    const searched = { searchedSystem, searchedFor, searchedAt: new Date().toISOString() };
    const answer = [
      known('age-band', PLANTED.birth),
      { code: 'full-name', state: 'unknown', absent: 'searched-not-found', ...searched },
    ];
    await ambulance.does('inform', taskId, { items: answer });
    const other = await police.asks('ambulance/crew', { kind: 's136-consultation' });
    await ambulance.sees(other.taskId, 'requested');
    await ambulance.does('reject', other.taskId, { reason: ownWord(), fact: PLANTED.fact });
    Object.assign(told, { taskId, declined: other.taskId });
    const bad = { ...request, kind: PLANTED.name, items: [{ code: PLANTED.alias, state: 'known' }] };
    expect((await police.post('/tasks', police.body(bad))).status).toBe(422);
    const broken = `{"note":"${PLANTED.note}","note`;
    await fetch(`${police.door.url}/tasks?name=${encodeURIComponent(PLANTED.name)}`, {
      method: 'POST',
      body: broken,
      headers: { authorization: `Bearer ${police.door.token}`, 'content-type': 'application/json' },
    });
  }, 60_000);

  it('is read by both of them, word for word', async () => {
    await police.sees(told.declined, 'rejected');
    const { staffRef: _, idempotencyKey: _key, caseNote: _note, ...travelled } = PLANTED;
    for (const desk of [police, ambulance]) {
      const events = [await desk.events(told.taskId, 4), await desk.events(told.declined, 2)];
      const text = JSON.stringify(events);
      for (const [name, words] of Object.entries(travelled))
        expect([name, text.includes(words)]).toEqual([name, true]);
    }
    const ofAmbulance = JSON.stringify(await tablesOf(county.here(), 'ambulance'));
    expect(plantedIn(Buffer.from(ofAmbulance)).sort()).toEqual(Object.keys(travelled).sort());
  }, 60_000);

  it('is said in own words too: the asker reads them beside the code, and on the way they are sealed', async () => {
    const [, declined] = await police.events(told.declined, 2);
    expect(declined).toMatchObject({
      event: { data: { reason: 'no-capacity' } },
      content: { words: { reason: { word: ownWord() } } },
    });
    const books = await LedgerBooks.open(county.here());
    const { bytes } = await books.at(declined?.sequence ?? 0);
    await books.close();
    const { payload } = {
      payload: Buffer.from(String(declined?.signed).split('.')[1] as string, 'base64url'),
    };
    expect([holds(bytes, ownWord()), holds(payload, ownWord()), holds(payload, 'no-capacity')]).toEqual([
      false,
      false,
      true,
    ]);
    const { directory_version: _published, ...tables } = await tablesOf(county.here(), 'audit');
    for (const [name, text] of Object.entries(tables))
      expect([name, holds(Buffer.from(text), ownWord())]).toEqual([name, false]);
  }, 60_000);

  it('stands in no file of the broker', async () => {
    const files = filesBelow(join(county.here().home.nats, 'store'));
    const bytes = files.map((file) => readFileSync(file));
    // Were the files written in another form than is looked for, nothing would be found of what is public either.
    const found = (text: string) => bytes.some((one) => holds(one, text));
    expect([found('concordat.task.requested.v1'), found('police.emergency.offer')]).toEqual([true, true]);
    expect(found(told.taskId)).toBe(true);
    for (const [index, one] of bytes.entries())
      expect([files[index], plantedIn(one)]).toEqual([files[index], []]);
  });

  it('stands in no table of the audit service: not in a leaf, not in any column', async () => {
    await until('the log has all six events', async () => {
      const count = 'SELECT count(*)::int AS n FROM leaf WHERE task_id = ANY($1)';
      const [row] = await rowsOf(county.here(), 'audit', count, [[told.taskId, told.declined]]);
      return row?.['n'] === 6;
    });
    const tables = await tablesOf(county.here(), 'audit');
    expect(Object.keys(tables)).toEqual(
      expect.arrayContaining(['leaf', 'disclosure', 'sealed_part', 'index_token']),
    );
    expect(holds(Buffer.from(tables['leaf'] as string), 'emergency-medical-response')).toBe(true);
    for (const [name, text] of Object.entries(tables))
      expect([name, plantedIn(Buffer.from(text))]).toEqual([name, []]);
    const leaves = await rowsOf(county.here(), 'audit', 'SELECT event FROM leaf');
    const payloads = leaves.map(({ event }) =>
      Buffer.from(String(event).split('.')[1] as string, 'base64url'),
    );
    expect(plantedIn(Buffer.concat(payloads))).toEqual([]);
  }, 60_000);

  it('stands in no log line of any service or server', () => {
    const { home } = county.here();
    const servers = [join(home.postgres, 'postgres.log'), join(home.nats, 'nats-server.log')];
    const files = [...filesBelow(home.logs), ...servers];
    expect(files.length).toBeGreaterThanOrEqual(6);
    for (const file of files) expect([file, plantedIn(readFileSync(file))]).toEqual([file, []]);
    expect(files.some((file) => readFileSync(file).includes('"level"'))).toBe(true);
  });

  it('is unknown to the third agency, in its database too', async () => {
    const text = JSON.stringify(await tablesOf(county.here(), 'mh-trust'));
    expect(plantedIn(Buffer.from(text))).toEqual([]);
    expect(text).not.toContain(told.taskId);
  });
});

describe('who acted', () => {
  it('is named by a reference that only the own agency can resolve', async () => {
    const { body } = await county.here().audit(`/tasks/${told.taskId}/story`);
    const actors = (body['events'] as { actor: { ref: string }; from: { agency: string } }[]).map(
      ({ actor, from }) => `${from.agency} ${actor.ref}`,
    );
    const [asker, performer] = [actors[0] as string, actors[1] as string];
    expect(actors).toEqual([asker, performer, asker, performer]);
    expect(asker).toMatch(/^police [A-Za-z0-9_-]{22}$/);
    const plain = createHash('sha256').update(PLANTED.staffRef).digest('base64url');
    expect(plain).not.toContain(asker.split(' ')[1]);
  });
});

describe('the token of a person', () => {
  const tokenOf = async (desk: Desk, kind: string, value: string) =>
    String((await desk.post('/index-tokens', { kind, value })).body['token']);
  const found = async (token: string) => {
    const { status, body } = await county.here().audit(`/disclosures?token=${token}&limit=500`);
    expect(status).toBe(200);
    return (body['rows'] as { taskId: string; item: string }[]).map(
      ({ taskId, item }) => `${taskId} ${item}`,
    );
  };

  it('is the same at each agency and for each way to write an identifier, and finds what was told of the person', async () => {
    const names = [PLANTED.name, PLANTED.name.toUpperCase(), ' zebulon   QUILLFEATHER. '];
    const tokens = new Set<string>();
    for (const desk of [police, ambulance])
      for (const name of names) tokens.add(await tokenOf(desk, 'full-name', name));
    expect(tokens.size).toBe(1);
    const items = ['exact-location', 'alias', 'full-name', 'phone', 'age-band', 'full-name'];
    const rows = items.map((item) => `${told.taskId} ${item}`);
    expect(await found([...tokens][0] as string)).toEqual(rows);
    for (const number of [PLANTED.phone, '+44 7700 900873', '0044-7700-900873'])
      expect(await found(await tokenOf(ambulance, 'phone', number))).toEqual(rows);
    expect(await found(await tokenOf(police, 'alias', PLANTED.alias))).toEqual(rows);
  });

  it('finds nothing by another name, by the name in another place, or by what the name alone would give', async () => {
    expect(await found(await tokenOf(police, 'full-name', 'Zebulon Quillfeathers'))).toEqual([]);
    expect(await found(await tokenOf(police, 'alias', PLANTED.name))).toEqual([]);
    const guesses = [
      PLANTED.name,
      PLANTED.name.toLowerCase(),
      `full-name\0${PLANTED.name.toLowerCase()}`,
    ].flatMap((text) =>
      ['sha256', 'sha3-256'].map((hash) => createHash(hash).update(text).digest('base64url')),
    );
    const stored = await rowsOf(county.here(), 'audit', 'SELECT DISTINCT token FROM index_token');
    expect(stored).toHaveLength(3);
    for (const { token } of stored) expect(guesses).not.toContain(token);
    for (const guess of guesses) expect(await found(guess)).toEqual([]);
  });
});
