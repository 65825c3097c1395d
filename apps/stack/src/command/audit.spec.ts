import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { tryConcordat, type Said } from '../../test/command-trial.js';
import { DISCLOSURE as ROW } from '../../test/disclosure.js';
import { LOOPBACK } from '../platform/ports.js';
import { recordSystem } from '../running-system.js';

/** A real HTTP server that says what a test wants said, and remembers what it was asked. */
let folder: string;
let asked: string[];
let bodies: string[];
let close: () => Promise<void>;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'audit-command-'));
  [asked, bodies] = [[], []];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      answer(request, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, LOOPBACK, done));
  const url = `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  const door = (token: string) => ({ url, token });
  recordSystem(folder, { agencies: { police: door('p') }, keeper: door('k'), audit: door('a') });
  close = () => new Promise((done) => server.close(() => done()));
});

afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

const call = (...args: readonly string[]): Promise<Said> =>
  tryConcordat(['audit', ...args], { home: folder, cwd: folder });

function says(status: number, body: unknown, type = 'application/json'): void {
  answer = (_request, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

describe('concordat audit search', () => {
  it('asks the audit service of the running system with what the call says, and shows a table', async () => {
    says(200, { rows: [ROW], next: '12.0' });
    const { code, out, err } = await call('search', '--asker', 'police', '--override', 'yes', '--limit', '1');
    expect([code, err]).toEqual([0, '']);
    expect(asked).toEqual(['GET /disclosures?asker=police&override=yes&limit=1 Bearer a']);
    expect(out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['LEAF', 'TIME', 'FROM', 'TO', 'ITEM', 'SAID', 'WAY', 'RULE', 'TASK'],
      [
        ...['12', '2026-03-14 22:05:00Z', 'police/control-room', 'ambulance', 'full-name'],
        ...['withheld (masked), recalled', 'pushed', 'police.emergency.offer', 'task-1'],
      ],
      [''],
      ['There is more: --after 12.0'],
    ]);
  });

  it('gives programs the answer as it came', async () => {
    says(200, { rows: [ROW] });
    const { out } = await call('search', '--json');
    expect(JSON.parse(out)).toEqual({ rows: [ROW] });
  });

  it('has an agency make the tokens of a person, and tells the audit service only these', async () => {
    answer = (request, response) => {
      const isToken = request.url === '/index-tokens';
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isToken ? { token: `token-${bodies.length}` } : { rows: [] }));
    };
    const { code, out } = await call(
      'search',
      '--full-name',
      'Ann Wren',
      '--alias',
      'red coat',
      '--alias',
      'Annie',
    );
    expect([code, out]).toEqual([0, 'Nothing in the log fits.']);
    expect(asked).toEqual([
      ...Array.from({ length: 3 }, () => 'POST /index-tokens Bearer p'),
      'GET /disclosures?token=token-1&token=token-2&token=token-3 Bearer a',
    ]);
    expect(bodies.slice(0, 3).map((body) => JSON.parse(body) as unknown)).toEqual([
      { kind: 'full-name', value: 'Ann Wren' },
      { kind: 'alias', value: 'red coat' },
      { kind: 'alias', value: 'Annie' },
    ]);
  });

  it('never says the identifier for which there is no token', async () => {
    says(400, { title: 'The content is not right', faults: [{ detail: 'nothing is left of this text' }] });
    const { code, out, err } = await call('search', '--phone', 'Quillfeather');
    expect([code, out]).toEqual([1, '']);
    expect(err.split('\n')).toEqual([
      'No token for this phone: The content is not right',
      '  nothing is left of this text',
    ]);
  });

  it('names each option that the audit service refuses', async () => {
    const errors = [
      { parameter: 'task', detail: 'must be a UUID in lower case' },
      { parameter: 'limit', detail: 'must be a whole number from 1 to 500' },
    ];
    says(400, { title: 'The parameters are not right', status: 400, errors });
    const { code, err } = await call('search', '--task', '1', '--limit', '0');
    expect(code).toBe(1);
    expect(err.split('\n')).toEqual([
      'Refused: The parameters are not right.',
      '  --task must be a UUID in lower case',
      '  --limit must be a whole number from 1 to 500',
    ]);
  });

  it('says that nobody answers: no system, nobody there, or somebody else', async () => {
    const none = await tryConcordat(['audit', 'search']);
    expect([none.code, none.err.includes('No system is running here')]).toEqual([3, true]);
    says(404, 'not here', 'text/plain');
    const other = await call('search');
    expect([other.code, other.err.includes('is no audit service')]).toEqual([3, true]);
    await close();
    const away = await call('search');
    expect([away.code, away.err.includes('does not answer')]).toEqual([3, true]);
    close = () => Promise.resolve();
  });

  it('asks a service that is named with the token in a file, and does not tell this system a person of that one', async () => {
    writeFileSync(join(folder, 'token'), 'other\n');
    says(200, { rows: [] });
    const url = asked[0] ?? '';
    expect(url).toBe('');
    const { audit } = JSON.parse(readFileSync(join(folder, 'run', 'system.json'), 'utf8')) as {
      audit: { url: string };
    };
    const named = ['--service', audit.url, '--token-file', 'token'];
    expect((await call('search', ...named)).code).toBe(0);
    expect(asked).toEqual(['GET /disclosures Bearer other']);
    const person = await call('search', ...named, '--full-name', 'Ann Wren');
    expect([person.code, person.err.includes('--agency-service')]).toEqual([3, true]);
    expect(asked).toHaveLength(1);
    const half = await call('search', '--service', audit.url);
    expect([half.code, half.err.includes('--service needs --token-file.')]).toEqual([2, true]);
  });
});

describe('concordat audit story', () => {
  it('needs a task, and says when the log has nothing of it', async () => {
    const none = await call('story');
    expect([none.code, none.err.split('\n')[0]]).toEqual([2, '--task is missing: which task.']);
    says(404, { title: 'The log holds nothing of this task', status: 404 });
    const unknown = await call('story', '--task', 'x/y');
    expect([unknown.code, unknown.err]).toEqual([1, 'Refused: The log holds nothing of this task.']);
    expect(asked).toEqual(['GET /tasks/x%2Fy/story Bearer a']);
  });
});

describe('concordat audit export', () => {
  it('keeps the answer as a file for its owner alone, and says how much it is', async () => {
    says(200, '{"a":1}\n{"a":2}\n', 'application/x-ndjson');
    const { code, out } = await call(
      'export',
      '--format',
      'ndjson',
      '--out',
      'rows.ndjson',
      '--item',
      'area',
    );
    const file = join(folder, 'rows.ndjson');
    expect([code, out]).toEqual([0, `${file}: 2 lines, 16 bytes`]);
    expect(asked).toEqual(['GET /exports/disclosures?item=area&format=ndjson Bearer a']);
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['{"a":1}\n{"a":2}\n', 0o600]);
  });

  it('asks for evidence of the whole log, or of what one id names', async () => {
    says(200, 'x\n');
    expect((await call('export', '--format', 'evidence', '--out', 'all.ndjson')).code).toBe(0);
    expect((await call('export', '--format', 'evidence', '--out', 'one.ndjson', '--event', 'e')).code).toBe(
      0,
    );
    expect(asked).toEqual(['GET /evidence Bearer a', 'GET /evidence?event=e Bearer a']);
  });

  it('leaves no file behind when the answer breaks off', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write('half a line');
      setImmediate(() => response.destroy());
    };
    const { code, out, err } = await call('export', '--format', 'csv', '--out', 'half.csv');
    expect([code, out, err.startsWith('The answer broke off, and nothing was kept')]).toEqual([3, '', true]);
    expect(readdirSync(folder).filter((name) => name.startsWith('half'))).toEqual([]);
  });

  it('writes over nothing, and asks nobody before the call is right', async () => {
    writeFileSync(join(folder, 'there.csv'), 'mine');
    const taken = await call('export', '--format', 'csv', '--out', 'there.csv');
    const [format, missing] = [
      await call('export', '--format', 'xml'),
      await call('export', '--format', 'csv'),
    ];
    expect([taken, format, missing].map(({ code, err }) => [code, err.split('\n')[0]])).toEqual([
      [2, 'there.csv is there already: name another file.'],
      [2, '--format takes one of: csv, ndjson, fhir, evidence.'],
      [2, '--out is missing: the file to write.'],
    ]);
    expect([asked, readFileSync(join(folder, 'there.csv'), 'utf8')]).toEqual([[], 'mine']);
  });
});

describe('concordat audit prove', () => {
  const PROOF =
    'c2sp.org/tlog-proof@v1\nindex 7\n\nconcordat/log/1\n20\nsFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n\n— concordat/log/1 AAAA\n— concordat/witness/police AAAA\n';

  it('keeps the proof as it came, and says what it is about', async () => {
    says(200, PROOF, 'text/plain');
    const { code, out } = await call('prove', '--event', 'e', '--out', 'e.tlog-proof');
    const file = join(folder, 'e.tlog-proof');
    expect([code, out]).toEqual([
      0,
      `${file}: leaf 7, under the checkpoint of 20 leaves with 1 cosignatures`,
    ]);
    expect([asked, readFileSync(file, 'utf8')]).toEqual([['GET /events/e/proof Bearer a'], PROOF]);
  });

  it('keeps nothing that is no proof, and says when none can be given yet', async () => {
    says(200, 'hello', 'text/plain');
    expect((await call('prove', '--event', 'e', '--out', 'e.tlog-proof')).code).toBe(3);
    says(409, { title: 'No checkpoint covers this yet: try again in a second', status: 409 });
    const early = await call('prove', '--event', 'e', '--out', 'e.tlog-proof');
    expect([early.code, early.err]).toEqual([
      1,
      'Refused: No checkpoint covers this yet: try again in a second.',
    ]);
    expect(readdirSync(folder)).toEqual(['run']);
    expect((await call('prove', '--out', 'f')).err.split('\n')[0]).toBe('--event is missing: which event.');
  });
});
