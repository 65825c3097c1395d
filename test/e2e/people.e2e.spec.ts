import { createHash, createPrivateKey } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorKey, actorRef } from '#contracts';
import { LEAD_ROUTES } from '../../libs/agency/src/http/people.js';
import { County } from '../support/county.js';
import { Desk, type Recorded } from '../support/e2e-desk.js';
import { exchange, faultsOf, type Exchange } from '../support/e2e-http.js';
import { openPeopleIssuer, type PeopleIssuer, type TokenOf } from '../support/people-issuer.js';

let county: County;
let issuer: PeopleIssuer;
/** What the police ask of the crews, and of the clinical desk. */
let ofCrew: Recorded;
let ofDesk: Recorded;

const NIGHT: TokenOf = { subject: 'osgood-7', role: 'duty-manager', agency: 'police' };
const MANAGER: TokenOf = { subject: 'achterberg-2', role: 'duty-manager', agency: 'ambulance' };
const CREW: TokenOf = { subject: 'wendover-3', role: 'practitioner', agency: 'ambulance', units: ['crew'] };

/** A person at the service of an agency. */
async function at(agency: string, unit: string, person: TokenOf): Promise<Desk> {
  const { url } = county.agency(agency).door;
  return new Desk({ url, token: await issuer.token(person) }, unit, 'somebody else');
}

beforeAll(async () => {
  issuer = await openPeopleIssuer();
  county = await County.open({ env: { '*': { OIDC_ISSUER: issuer.address } } });
  const police = await at('police', 'control-room', NIGHT);
  ofCrew = await police.asks('ambulance/crew');
  ofDesk = await police.asks('ambulance/clinical-desk');
  const system = new Desk(county.agency('ambulance').door, 'crew', 'crew 12');
  await system.sees(ofCrew.taskId, 'requested');
  // A staffed desk says by itself that it has it.
  await system.sees(ofDesk.taskId, 'received');
}, 180_000);
afterAll(async () => {
  await county?.close();
  await issuer?.close();
}, 60_000);

const statusOf = async (person: TokenOf, agency: string, path: string): Promise<number> => {
  const desk = await at(agency, 'crew', person);
  return (await desk.get(path)).status;
};

describe('a person who is signed in', () => {
  it('acts as themselves, whatever the body says, and needs not say who acts', async () => {
    const police = await at('police', 'control-room', NIGHT);
    const key = actorKey(createPrivateKey({ key: keysOf('police').signing, format: 'jwk' }));
    const { actor: _left, ...body } = police.body({ note: 'again' });
    const said = await police.post(`/tasks/${ofCrew.taskId}/inform`, body);
    expect(said.status).toBe(200);
    const events = await police.events(ofCrew.taskId, 2);
    for (const { signed } of events) {
      const payload = Buffer.from(signed.split('.')[1] ?? '', 'base64url').toString('utf8');
      expect(payload).toContain(actorRef('person', NIGHT.subject, key));
      expect(payload).toContain('duty-manager');
      expect(payload).not.toContain(NIGHT.subject);
    }
  });

  it('and is bound to units sees and does what these may, and no more', async () => {
    const crew = await at('ambulance', 'crew', CREW);
    const { tasks } = (await crew.get('/tasks')).body as { tasks: { taskId: string }[] };
    expect(tasks.map(({ taskId }) => taskId)).toEqual([ofCrew.taskId]);
    faultsOf(await crew.get(`/tasks/${ofDesk.taskId}`), 404, 'TASK_UNKNOWN');
    const other = { ...crew.body(), unit: 'clinical-desk' };
    faultsOf(await crew.post(`/tasks/${ofCrew.taskId}/accept`, other), 403, 'NOT_YOUR_UNIT');
    await crew.does('accept', ofCrew.taskId);
    const manager = await at('ambulance', 'crew', MANAGER);
    expect((await manager.get(`/tasks/${ofDesk.taskId}`)).status).toBe(200);
  });

  it.each([
    ['of another agency', NIGHT],
    ['who is an auditor', { subject: 'x', role: 'auditor' }],
    ['who is a records officer', { subject: 'x', role: 'records-officer', agency: 'ambulance' }],
    ['who is a lead', { subject: 'x', role: 'lead' }],
  ] as [string, TokenOf][])('%s is refused an agency’s tasks', async (_, person) => {
    const desk = await at('ambulance', 'crew', person);
    faultsOf(await desk.get('/tasks'), 403, 'NOT_FOR_THIS_PERSON');
    faultsOf(await desk.post(`/tasks/${ofDesk.taskId}/accept`, desk.body()), 403, 'NOT_FOR_THIS_PERSON');
  });

  it('may not register a webhook, which would outlast the shift', async () => {
    const crew = await at('ambulance', 'crew', CREW);
    const hook = { url: 'http://127.0.0.1:9/', secret: 's'.repeat(40) };
    faultsOf(await crew.post('/webhooks', hook), 403, 'NOT_FOR_THIS_PERSON');
  });

  it('as a lead has the routes without personal data, and those alone', async () => {
    const lead = await at('ambulance', 'crew', { subject: 'stannard-1', role: 'lead' });
    for (const route of LEAD_ROUTES) expect((await lead.get(route.split(' ')[1] as string)).status).toBe(200);
    for (const path of ['/tasks', '/notices', '/events', '/roster', '/needs', '/openapi.json', '/terms'])
      faultsOf(await lead.get(path), 403, 'NOT_FOR_THIS_PERSON');
  });

  it('by a token of nobody’s is not let in', async () => {
    const token = await issuer.token(NIGHT);
    const { url } = county.agency('police').door;
    for (const bad of [
      `${token.slice(0, -8)}AAAAAAAA`,
      await issuer.token({ ...NIGHT, role: 'boss' as 'lead' }),
    ])
      faultsOf(await exchange({ url, token: bad }, 'GET', '/tasks'), 401, 'NO_VALID_TOKEN');
  });
});

describe('the audit service', () => {
  const audit = async (person: TokenOf, path: string): Promise<Exchange> =>
    exchange({ url: county.stack.system.audit.url, token: await issuer.token(person) }, 'GET', path);

  it('lets auditors see all, records officers what is their agency’s, and nobody else anything', async () => {
    const auditor: TokenOf = { subject: 'coombe-1', role: 'auditor' };
    const officer: TokenOf = { subject: 'tallis-1', role: 'records-officer', agency: 'police' };
    expect((await audit(auditor, '/disclosures')).status).toBe(200);
    expect((await audit(officer, '/disclosures')).status).toBe(200);
    expect((await audit(auditor, '/readings')).status).toBe(200);
    expect((await audit(officer, '/readings')).status).toBe(403);
    for (const person of [NIGHT, CREW, { subject: 'x', role: 'lead' } as TokenOf])
      for (const path of ['/disclosures', '/log/checkpoint', '/status'])
        expect([person.role, path, (await audit(person, path)).status]).toEqual([person.role, path, 403]);
    expect((await audit({ ...auditor, role: 'boss' as 'lead' }, '/status')).status).toBe(401);
  });
});

describe('systems', () => {
  it('go on with their own tokens, and act as they say', async () => {
    const system = new Desk(county.agency('police').door, 'control-room', 'PC 4417');
    const { taskId } = await system.asks('ambulance/crew');
    const [event] = await system.events(taskId);
    expect(Buffer.from(event?.signed.split('.')[1] ?? '', 'base64url').toString()).toContain('dispatcher');
  });

  it('and people alike leave no name and no subject in any log', async () => {
    expect(await statusOf(CREW, 'ambulance', '/tasks')).toBe(200);
    const logs = readdirSync(county.home.logs).map((file) =>
      readFileSync(join(county.home.logs, file), 'utf8'),
    );
    expect(logs.join('').length).toBeGreaterThan(500);
    for (const { subject } of [NIGHT, CREW])
      for (const text of [subject, `Name of ${subject}`, createHash('sha256').update(subject).digest('hex')])
        expect(logs.some((log) => log.includes(text))).toBe(false);
  });
});

const keysOf = (agency: string) =>
  JSON.parse(readFileSync(join(county.home.keys, agency, 'keys.json'), 'utf8')) as {
    signing: Record<string, string>;
  };
