import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silent } from '../cli/say.js';
import { openHome, type Home } from '../platform/home.js';
import { freePort } from '../platform/ports.js';
import { openRehearsals, type OpenRehearsals } from './open.js';

const TOKEN = 'a token of this test';
let home: Home;
let opened: OpenRehearsals;
let url: string;

/** The system has gone away: nobody listens at any of its doors. */
beforeAll(async () => {
  home = openHome(mkdtempSync(join(tmpdir(), 'concordat-door-')));
  const { port } = await freePort(0);
  const nobody = { url: `http://127.0.0.1:${(await freePort(0)).port}`, token: 'none' };
  const system = { agencies: { police: nobody }, audit: nobody, keeper: nobody };
  opened = await openRehearsals({ port, token: TOKEN }, { system, home, say: silent });
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await opened.close();
  rmSync(home.dir, { recursive: true, force: true });
});

async function call(path: string, init: RequestInit = {}, token = TOKEN) {
  const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}${path}`, { ...init, headers });
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
}
const start = (body: unknown) => call('/start', { method: 'POST', body: JSON.stringify(body) });
const BRIDGE = '01-unknown-person-on-bridge';

describe('the door to the rehearsals of a system', () => {
  it('opens for its token alone', async () => {
    expect((await call('/studies', {}, 'another')).status).toBe(401);
    expect((await call('/progress', {}, '')).status).toBe(401);
    expect((await call('/studies')).status).toBe(200);
    expect((await call('/keys')).status).toBe(404);
  });

  it('lists the case studies that the project ships', async () => {
    const { body } = await call('/studies');
    const studies = body['studies'] as unknown as readonly { name: string; steps: number; minutes: number }[];
    expect(studies.map(({ name }) => name)).toContain(BRIDGE);
    expect(studies.every(({ steps, minutes }) => steps > 5 && minutes > 30)).toBe(true);
  });

  it('starts nothing that it does not know, and says what is missing', async () => {
    expect((await start({ study: 'nothing' })).status).toBe(404);
    expect((await start({ study: '../../keys' })).status).toBe(404);
    for (const body of [{}, { study: BRIDGE, speed: 0 }, { study: BRIDGE, speed: 'fast' }, 'no json', null])
      expect((await start(body)).status).toBe(400);
    expect((await call('/progress')).body).toMatchObject({ state: 'none', story: [] });
  });

  it('has no report before one was written, and leads to no other file', async () => {
    for (const name of [BRIDGE, 'nothing', '..%2F..%2Fkeys'])
      expect((await call(`/studies/${name}/report`)).status).toBe(404);
  });

  it('plays one at a time, tells whoever watches what is new, and why it ended before its end', async () => {
    const gone = new AbortController();
    const headers = { authorization: `Bearer ${TOKEN}`, accept: 'text/event-stream' };
    const { body } = await fetch(`${url}/progress`, { headers, signal: gone.signal });
    expect(opened.rehearsals.start(BRIDGE)).toBeUndefined();
    expect(opened.rehearsals.start(BRIDGE)).toBe('already-running');
    let told = '';
    for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
      told += Buffer.from(part).toString('utf8');
      if (told.includes('"state":"ended"')) break;
    }
    expect(told).toContain('"state":"running"');
    const progress = (await call('/progress')).body as unknown as { stopped: string; boards: unknown };
    expect(progress.stopped).toMatch(/\S/);
    expect(progress.boards).toMatchObject([{ agency: 'police', tasks: [] }]);
    gone.abort();
  });
});
