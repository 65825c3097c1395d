import { get as httpGet } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { LOOPBACK } from '../../apps/stack/src/platform/ports.js';
import {
  ALIAS,
  FITS,
  NAME,
  nameOf,
  pathOf,
  tellAll,
  unitOf,
  type Filter,
  type Told,
} from '../support/audit-told.js';
import { AuditView, until, type Row } from '../support/audit-view.js';
import {
  directoryMessage,
  OFFICER_OF,
  startAuditWorld,
  TOKENS,
  type AuditWorld,
} from '../support/audit-world.js';

jest.setTimeout(60_000);

let world: AuditWorld;
let view: AuditView;
let told: Told[];

beforeAll(async () => {
  world = await startAuditWorld();
  view = new AuditView(world);
  await world.startAudit();
  await world.put(...(await directoryMessage(world)));
  await view.untilSize(1);
  const { told: rows, last } = await tellAll(world);
  told = rows;
  await until(() => view.leafOf(last));
}, 180_000);

afterAll(() => world?.stop(), 60_000);

const expected = (filter: Filter): string[] =>
  told
    .filter((row) => Object.entries(filter).every(([name, value]) => FITS[name]?.(row, value)))
    .map(({ task, sender, item }) => nameOf(task, sender, item))
    .sort();
const found = (rows: readonly Row[]): string[] =>
  rows.map((row) => nameOf(row['taskId'], row['sender'], row['item'])).sort();
const search = (filter: Filter, token?: string) =>
  rowsAt(pathOf(filter, '/disclosures', { limit: '500' }), token);

async function rowsAt(path: string, token?: string): Promise<Row[]> {
  const { status, body } = await world.get(path, token);
  expect([path, status]).toEqual([path, 200]);
  return (body as { rows: Row[] }).rows;
}

async function exported(filter: Filter, format: string, token: string = TOKENS.auditor) {
  const url = `http://${LOOPBACK}:${world.audit.port}${pathOf(filter, '/exports/disclosures', { format })}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
const linesOf = (text: string): Row[] => JSON.parse(`[${text.trimEnd().split('\n').join(',')}]`) as Row[];

/** Values that some row has, and some that fit no row together. */
const filters = (): fc.Arbitrary<Filter> => {
  const of = (part: keyof Told): fc.Arbitrary<string> =>
    fc.constantFrom(...new Set(told.map((row) => row[part]).filter((value) => typeof value === 'string')));
  const agencies = fc.constantFrom('police', 'ambulance', 'mh-trust', 'social-care', 'voluntary');
  const parts = {
    task: of('task'),
    case: of('case'),
    asker: agencies,
    performer: agencies,
    agency: agencies,
    unit: agencies.map((agency) => unitOf(world, agency)),
    item: of('item'),
    category: of('category'),
    state: of('state'),
    absent: of('absent'),
    way: of('way'),
    override: fc.oneof(fc.constantFrom('yes', 'no'), of('reason')),
    token: fc.subarray([ALIAS, NAME], { minLength: 1 }),
  };
  const pick = (names: readonly string[]) =>
    fc.record(Object.fromEntries(names.map((name) => [name, parts[name as keyof typeof parts]])));
  return fc
    .subarray(Object.keys(parts), { minLength: 1, maxLength: 3 })
    .chain((names) => pick(names) as fc.Arbitrary<Filter>);
};

describe('a search for disclosures', () => {
  it.each(Object.keys(FITS))('by %s finds what was said, and nothing else', async (part) => {
    const key = part === 'agency' ? 'sender' : part === 'override' ? 'reason' : part;
    const values = new Set(told.flatMap((row) => (row[key as keyof Told] ?? []) as string | string[]).flat());
    const asked = part === 'unit' ? [...new Set(told.flatMap(({ units }) => units))] : [...values];
    const all = part === 'override' ? ['yes', 'no', ...asked] : part === 'token' ? [ALIAS, NAME] : asked;
    expect(all.length).toBeGreaterThan(0);
    for (const value of all) {
      const want = expected({ [part]: value });
      expect([value, want.length > 0]).toEqual([value, true]);
      expect([value, found(await search({ [part]: value }))]).toEqual([value, want]);
    }
  });

  it('finds a person by any of several aliases', async () => {
    const both = expected({ token: [ALIAS, NAME] });
    expect(both.length).toBeGreaterThan(expected({ token: [ALIAS] }).length);
    expect(found(await search({ token: [ALIAS, NAME] }))).toEqual(both);
  });

  it('by any parts together finds what fits all of them, whoever asks', async () => {
    const partyOf = ({ sender, receiver }: Told) => [sender, receiver].includes(OFFICER_OF);
    const own = new Set(told.filter(partyOf).map((row) => nameOf(row.task, row.sender, row.item)));
    await fc.assert(
      fc.asyncProperty(filters(), async (filter) => {
        const want = expected(filter);
        expect(found(await search(filter))).toEqual(want);
        const seen = found(await search(filter, TOKENS['records-officer']));
        expect(seen).toEqual(want.filter((name) => own.has(name)));
      }),
      { numRuns: 60 },
    );
  });

  it.each([{}, { agency: 'police' }, { asker: 'police', performer: 'ambulance' }, { token: [ALIAS, NAME] }])(
    'gives page by page the rows of one big page: %j',
    async (filter: Filter) => {
      const whole = await search(filter);
      const paged: Row[] = [];
      let after: string | undefined;
      do {
        const path = pathOf(filter, '/disclosures', { limit: '2', ...(after && { after }) });
        const { rows, next } = (await world.get(path)).body as { rows: Row[]; next?: string };
        expect(rows.length).toBeLessThanOrEqual(2);
        paged.push(...rows);
        after = next;
      } while (after !== undefined);
      expect(paged).toEqual(whole);
    },
  );
});

describe('an export of disclosures', () => {
  it('as NDJSON is the rows of the search, for an auditor and for a records officer', async () => {
    await fc.assert(
      fc.asyncProperty(
        filters(),
        fc.constantFrom(TOKENS.auditor, TOKENS['records-officer']),
        async (filter, token) => {
          const { status, text } = await exported(filter, 'ndjson', token);
          expect(status).toBe(200);
          expect(linesOf(text)).toEqual(await search(filter, token));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('as CSV and as FHIR tells the same rows', async () => {
    const rows = await search({ agency: 'police' });
    const csv = await exported({ agency: 'police' }, 'csv');
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(
      csv.text
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(',').slice(0, 2)),
    ).toEqual(rows.map((row) => [String(row['leafIndex']), String(row['place'])]));
    const fhir = await exported({ agency: 'police' }, 'fhir');
    expect(fhir.headers.get('content-type')).toContain('application/fhir+ndjson');
    const events = [...new Set(rows.map((row) => row['eventId']))];
    expect(linesOf(fhir.text).map(({ id }) => id)).toEqual(events);
  });

  it('is a leaf that names exactly the leaves of its rows, before the first of them is sent', async () => {
    const { text } = await exported({ agency: 'mh-trust' }, 'ndjson');
    const rows = linesOf(text);
    const [reading] = (await rowsAt('/readings?limit=1')) as [Row];
    expect(reading).toMatchObject({ kind: 'export', query: { agency: 'mh-trust', format: 'ndjson' } });
    const ranges = [...String(reading['leaves']).matchAll(/\[(\d+),(\d+)\)/g)];
    const named = ranges.flatMap(([, from, to]) =>
      Array.from({ length: Number(to) - Number(from) }, (_, at) => Number(from) + at),
    );
    expect(named).toEqual([...new Set(rows.map((row) => row['leafIndex']))]);
    expect(Number(reading['leafIndex'])).toBeGreaterThan(Math.max(...named));
  });

  it('sends nothing when it cannot be recorded, and leaves no transaction open', async () => {
    await view.rows('ALTER TABLE reading ADD CONSTRAINT never CHECK (false) NOT VALID');
    try {
      const { status, text } = await exported({}, 'ndjson');
      expect(status).toBe(500);
      expect(text).not.toContain('leafIndex');
    } finally {
      await view.rows('ALTER TABLE reading DROP CONSTRAINT never');
    }
    await until(async () => (await openSnapshots()) === 0);
  });

  it('names every bad parameter at once', async () => {
    const { status, body } = await world.get('/exports/disclosures?format=xml&limit=5&unit=crew');
    expect(status).toBe(400);
    const { errors } = body as { errors: { parameter: string }[] };
    expect(errors.map(({ parameter }) => parameter)).toEqual(['format', 'limit', 'unit']);
  });

  it('is for auditors and records officers alone', async () => {
    for (const [token, status] of [
      [TOKENS.auditor, 200],
      [TOKENS['records-officer'], 200],
      [TOKENS.custodian, 403],
      [TOKENS.any, 403],
      ['', 401],
    ] as const) {
      expect([token, (await exported({}, 'csv', token)).status]).toEqual([token, status]);
    }
  });
});

/** Connections of the service that stand in a transaction with nothing to do. */
async function openSnapshots(): Promise<number> {
  const [row] = await view.rows(
    `SELECT count(*)::int AS open FROM pg_stat_activity
      WHERE state = 'idle in transaction' AND application_name = 'audit' AND datname = current_database()`,
  );
  return Number(row?.['open']);
}

describe('a big export', () => {
  /** Rows enough, of 10 kB each, that no buffer of any socket holds them. */
  const MORE = 5_000;

  beforeAll(async () => {
    await view.rows(
      `INSERT INTO disclosure
       SELECT (jsonb_populate_record(NULL::disclosure,
                to_jsonb(d) || jsonb_build_object('leaf_index', 1000000 + n, 'event_id', gen_random_uuid(), 'actor', repeat('x', 10000)))).*
         FROM (SELECT * FROM disclosure LIMIT 1) d, generate_series(1, ${MORE}) n`,
    );
  }, 120_000);
  afterAll(() => view.rows('DELETE FROM disclosure WHERE leaf_index > 1000000'), 120_000);

  /** Begins an export and takes none of it. */
  async function begin() {
    const { port } = world.audit;
    const headers = { authorization: `Bearer ${TOKENS.auditor}` };
    const request = httpGet({ host: LOOPBACK, port, path: '/exports/disclosures?format=ndjson', headers });
    const [answer] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
    return { request, answer };
  }
  /** Those that wait for their reader: they were not asked for anything for a second. */
  const waiting = async (): Promise<number> => {
    const [row] = await view.rows(
      `SELECT count(*)::int AS open FROM pg_stat_activity WHERE state = 'idle in transaction'
          AND application_name = 'audit' AND datname = current_database() AND state_change < now() - interval '1 second'`,
    );
    return Number(row?.['open']);
  };

  it('waits for a reader who is slow: it reads no further than what the reader takes', async () => {
    const { answer } = await begin();
    // The service has stopped to fetch, though rows are left.
    await until(async () => (await waiting()) === 1);
    let rows = 0;
    let text = '';
    for await (const piece of answer.setEncoding('utf8') as AsyncIterable<string>) {
      text += piece;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      rows += lines.length;
    }
    expect(rows).toBe(told.length + MORE);
    await until(async () => (await openSnapshots()) === 0);
  });

  it('waits its turn behind three, and each of these ends when its reader goes away', async () => {
    const begun = [await begin(), await begin(), await begin()];
    expect((await exported({}, 'ndjson')).status).toBe(503);
    for (const { request, answer } of begun) {
      for (const one of [answer, request]) one.on('error', () => undefined);
      request.destroy();
    }
    await until(async () => (await openSnapshots()) === 0);
    expect((await exported({ item: 'none' }, 'ndjson')).status).toBe(200);
  });

  it('is the log as it was when the export began', async () => {
    const { answer } = await begin();
    await view.rows('DELETE FROM disclosure WHERE leaf_index > 1000000');
    let bytes = '';
    for await (const piece of answer.setEncoding('utf8') as AsyncIterable<string>) bytes += piece;
    expect(bytes.split('\n').length - 1).toBe(told.length + MORE);
  });
});
