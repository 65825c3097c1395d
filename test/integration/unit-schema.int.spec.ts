import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { Database, openAgencyStore, type AgencyStore } from '#storage';
import { AgencySchema1700000000001 } from '../../libs/storage/src/agency/agency-schema.js';
import { AgencyDeadlines1700000000007 } from '../../libs/storage/src/agency/deadline-schema.js';
import { AgencyExercise1700000000004 } from '../../libs/storage/src/agency/exercise-schema.js';
import {
  AgencyReleased1700000000003,
  AgencySharing1700000000002,
} from '../../libs/storage/src/agency/sharing-schema.js';
import { startEmbeddedServers, type EmbeddedServers } from '../support/servers.js';

const BEFORE = [
  AgencySchema1700000000001,
  AgencySharing1700000000002,
  AgencyReleased1700000000003,
  AgencyExercise1700000000004,
  AgencyDeadlines1700000000007,
];

const [taskId, caseId, eventId] = [uuidv7(), uuidv7(), uuidv7()];
const STATE = {
  id: taskId,
  caseId,
  mode: 'test',
  asker: { agency: 'police', unit: 'control-room' },
  performer: { agency: 'ambulance', unit: 'crew' },
  escalations: [{ to: [{ agency: 'ambulance', unit: 'clinical-desk' }], why: 'overdue', at: '' }],
};

let servers: EmbeddedServers | undefined;
let store: AgencyStore;

beforeAll(async () => {
  servers = await startEmbeddedServers();
  const { url } = await servers.database();
  const before = await Database.open({ url, name: 'ambulance' }, BEFORE);
  const state = JSON.stringify(STATE);
  const tables: readonly (readonly [string, readonly unknown[]])[] = [
    [
      `INSERT INTO task (task_id, case_id, asker, performer, state, status) VALUES ($1, $2, 'police', 'ambulance', $3, 'requested')`,
      [taskId, caseId, state],
    ],
    [`INSERT INTO feed (event_id, type, task) VALUES ($1, 'requested', $2)`, [eventId, state]],
    [
      `INSERT INTO event (event_id, task_id, version, type, sender, number, sequence, recorded_at, event, sealed, content, leaf_hash)
       VALUES ($1, $2, 1, 'requested', 'police', 1, 1, now(), '', '', '{}', '')`,
      [eventId, taskId],
    ],
    [
      `INSERT INTO kept_item (task_id, item, stage, statement, unit, kept_with) VALUES ($1, 'phone', 'accepted', '{}', 'crew', $2)`,
      [taskId, eventId],
    ],
    [
      `INSERT INTO notice (event_id, kind, task_id, version, from_agency, to_agency, at, detail)
       VALUES ($1, 'recalled', $2, 1, 'police', 'ambulance', now(), '{}')`,
      [eventId, taskId],
    ],
    [
      `INSERT INTO notice_seen (event_id, kind, seen_with, version, agency, actor_role, actor_type, at)
       VALUES ($1, 'recalled', $2, 2, 'ambulance', 'crew', 'system', now())`,
      [eventId, uuidv7()],
    ],
  ];
  for (const [text, values] of tables) await before.query(text, values);
  await before.close();
  store = await openAgencyStore({ url, name: 'ambulance' }, 'ambulance', ['test']);
}, 180_000);
afterAll(async () => {
  await store?.database.close();
  await servers?.stop();
}, 60_000);

describe('a database of before there were units', () => {
  it('knows whose each task is, and who heard what on the feed', async () => {
    const seen = async (unit: string) => (await store.records.tasks({ sight: [unit], limit: 9 })).length;
    const units = [
      'police/control-room',
      'ambulance/crew',
      'ambulance/clinical-desk',
      'ambulance/control-room',
    ];
    expect(await Promise.all(units.map(seen))).toEqual([1, 1, 1, 0]);
    const heard = async (unit: string) => store.feed.placeOf(await store.feed.newest(), [unit]);
    expect(await Promise.all(units.map(heard))).toEqual([1, 1, 1, 0]);
  });

  it('has its notices for the unit that has to look, and keeps who has looked', async () => {
    expect(await store.notices.ofTask(taskId)).toMatchObject([
      { kind: 'recalled', to: 'ambulance', toUnit: 'crew', seen: [{ agency: 'ambulance' }] },
    ]);
    const [row] = await store.database.query('SELECT to_side AS side FROM notice');
    const [seen] = await store.database.query('SELECT side FROM notice_seen');
    expect([row, seen]).toEqual([{ side: 'performer' }, { side: 'performer' }]);
  });

  it('still keeps what it kept', async () => {
    expect(await store.kept.ofTask(taskId)).toMatchObject([{ item: 'phone', stage: 'accepted' }]);
  });
});
