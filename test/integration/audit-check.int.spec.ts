import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { answerErasing, ask, People, takesIn } from '../support/audit-forgetting.js';
import { AuditTamperer, type Column } from '../support/audit-tamperer.js';
import { SharingTalk } from '../support/audit-sharing-talk.js';
import { cosigns, newTask, Talk } from '../support/audit-talk.js';
import { AuditView, until } from '../support/audit-view.js';
import { directoryMessage, startAuditWorld, TOKENS, type AuditWorld } from '../support/audit-world.js';

jest.setTimeout(60_000);

let world: AuditWorld;
let view: AuditView;
let tamper: AuditTamperer;

beforeAll(async () => {
  world = await startAuditWorld();
  view = new AuditView(world);
  await world.startAudit();
  await world.put(...(await directoryMessage(world)));
  await view.untilSize(1);
  await sayEverything();
  tamper = new AuditTamperer(world);
  await tamper.settle();
}, 180_000);

afterAll(() => world?.stop(), 60_000);

/** Values of one person were opened, held, let go and erased, and an agency said what it did with its own copies. */
async function forgetSomebody(talk: Talk): Promise<void> {
  await answerErasing(world);
  const people = new People(world, talk);
  const person = await people.meet();
  const why = { reason: 'complaint', words: 'complaint 9' };
  await ask(world, ['POST', '/openings'], { event: person.told.id, ...why }, TOKENS.custodian);
  const kept = { case: [person.task.caseId], ground: 'complaint', words: 'complaint 9' };
  const hold = await ask(world, ['POST', '/holds'], kept);
  await ask(world, ['POST', `/holds/${String(hold.body['id'])}/release`], { words: 'it was settled' });
  const still = await people.meet();
  await ask(world, ['POST', '/openings'], { event: still.told.id, ...why }, TOKENS.custodian);
  await ask(world, ['POST', '/holds'], { ...kept, case: [still.task.caseId] });
  const { body } = await people.erase({ case: [person.task.caseId] });
  for (const agency of ['police', 'ambulance']) await takesIn(world, agency);
  await people.until(body['id'], 'done');
  await people.answers(String(body['id']), 'ambulance', { answer: 'kept', ground: 'health-record' });
}

/** One row at least in every table. */
async function sayEverything(): Promise<void> {
  const talk = new Talk(world);
  const sharing = new SharingTalk(world, talk);
  const task = newTask();
  await talk.send(await talk.request(task, {}, [randomBytes(32).toString('base64url')]));
  const { code: rule, ruleversion, basis, authorisedBy, reviewedBy } = sharing.clause();
  const override = {
    reason: world.bundle.data.overrideReasons[0]?.code,
    authorisedby: 'A'.repeat(22),
    authorisedrole: authorisedBy[0],
    until: '2026-11-22T12:00:00.000Z',
  };
  const person = { actortype: 'person' };
  const told = await sharing.say(task, 'informed', {
    by: 'police',
    data: { override },
    items: [{ code: 'full-name', rule, ruleversion, basis, way: 'overridden' }],
    over: { ...person, taskversion: 2 },
  });
  const over = (taskversion: number, more: object = {}) => ({ ...person, taskversion, ...more });
  await sharing.say(task, 'reviewed', {
    by: 'police',
    data: { override: told.id, finding: 'justified' },
    over: over(3, { actorrole: reviewedBy[0] }),
  });
  const recalled = await sharing.say(task, 'recalled', {
    by: 'police',
    data: { recalls: [{ event: told.id, item: 'full-name' }], reason: 'wrong-person' },
    over: over(4),
  });
  await sharing.say(task, 'acknowledged', {
    by: 'ambulance',
    data: { events: [recalled.id] },
    over: over(5),
  });
  await sharing.say(task, 'identified', {
    by: 'police',
    data: { identity: 'confirmed' },
    over: over(6),
  });
  await sharing.refuse('police', {
    direction: 'outgoing',
    other: 'ambulance',
    kind: 'welfare-check',
    taskid: task.id,
    items: [{ code: 'full-name', why: 'no-agreement' }],
  });
  await forgetSomebody(talk);
  // Badly signed: it stands among the refused.
  await world.put(task.subject, Buffer.from('{"event":"a.b.c"}'));
  await world.get('/disclosures?limit=5');
  const { checkpoint } = await until(async () => {
    const status = await view.status();
    return status.checkpoint?.size === status.size && status.size >= 9 && status;
  });
  const [row] = await view.rows('SELECT root FROM checkpoint WHERE size = $1', [checkpoint?.size]);
  await cosigns(world, { size: Number(checkpoint?.size), root: row?.['root'] as Buffer });
  await until(async () => (await view.rows('SELECT FROM cosignature')).length > 0);
  // Another leaf, so that a checkpoint signs all that was noted until here.
  await talk.send(await talk.request(newTask()));
}

describe('a check of the whole log', () => {
  it('finds nothing in a sound log, and says how far the noted facts are signed', async () => {
    const { faults, done } = await tamper.check();
    expect(faults).toEqual([]);
    expect(done).toMatchObject({ is: 'done', sound: true });
    expect(done?.['attested']).toBeGreaterThan(0);
    for (const table of tamper.tables) expect([table, await tamper.count(table)]).not.toEqual([table, 0]);
  });

  it('knows every table of the database but the list of its migrations', async () => {
    const found = await view.rows(
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'migrations'",
    );
    expect(found.map((row) => String(row['table_name'])).sort()).toEqual([...tamper.tables].sort());
  });

  it('finds any changed value, in every column of every table', async () => {
    const unseen: string[] = [];
    for (const column of await tamper.columns()) unseen.push(...(await changed(column)));
    expect(unseen).toEqual([]);
  }, 300_000);

  it('finds any removed row, in every table', async () => {
    const unseen: string[] = [];
    for (const table of tamper.tables) {
      const faults = await tamper.without(table);
      if (!faults.some((fault) => names(fault, table))) unseen.push(`${table}: ${JSON.stringify(faults)}`);
    }
    expect(unseen).toEqual([]);
  }, 120_000);

  it('finds any inserted row, in every table', async () => {
    const unseen: string[] = [];
    for (const table of tamper.tables.filter((name) => name !== 'log_head')) {
      const faults = await tamper.withCopy(table);
      if (!faults.some((fault) => names(fault, table))) unseen.push(`${table}: ${JSON.stringify(faults)}`);
    }
    expect(unseen).toEqual([]);
  }, 120_000);

  it('finds rows in another order: two leaves that changed places with all that belongs to them', async () => {
    expect(await tamper.withSwappedLeaves(3, 4)).not.toEqual([]);
    expect(await tamper.withSwappedFacts()).not.toEqual([]);
  });

  it('leaves everything as it was', async () => {
    expect((await tamper.check()).faults).toEqual([]);
  });
});

/** Where a changed value stays unseen, or is seen in the wrong place. */
async function changed(column: Column): Promise<string[]> {
  const faults = await tamper.changing(column);
  if (faults.some((fault) => names(fault, column.table))) return [];
  return [`${column.table}.${column.name}: ${JSON.stringify(faults)}`];
}

/** Parts that stand in a table of their own for one fact are named by either. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  // What is sealed is bound to the case of its leaf.
  leaf: ['sealed_part'],
  token_salt: ['leaf'],
  index_token: ['leaf'],
  own_act: ['fact'],
  refused: ['fact'],
  cosignature: ['fact'],
  checkpoint: ['fact'],
  directory_version: ['fact', 'leaf'],
  reading: ['own_act'],
  person_key: ['sealed_part'],
};
const names = ({ table }: { readonly table: string }, wanted: string): boolean =>
  table === wanted || (SAME[wanted] ?? []).includes(table);
