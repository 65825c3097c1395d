import { actorKey } from '#contracts';
import type { LedgerEntry } from '#storage';
import type { Agency } from './agency.js';
import { opaqueActor } from './http/actor.js';

/** Role of a software system in the directory. */
const SERVICE_ROLE = 'service';

/**
 * Says `received` for a request to a desk at which someone always sees it at once. Any other event is left alone. Doing it
 * again is harmless: the desk refuses what has been said, or what a person has said meanwhile. Throws StorageError when the
 * database is away, so that the event is delivered again.
 */
export async function receiveAtStaffedDesk(
  agency: Agency,
  { event }: Pick<LedgerEntry, 'event'>,
): Promise<void> {
  if (event.type !== 'concordat.task.requested.v1') return;
  const { performer, exercise } = event.data;
  const { code, staffedDesks } = agency.profile;
  if (performer.agency !== code || !staffedDesks.includes(performer.unit)) return;
  const named = { ref: `desk ${performer.unit}`, role: SERVICE_ROLE, type: 'system' } as const;
  const answer = await agency.desk.submit(
    {
      command: {
        type: 'receive',
        taskId: event.subject,
        by: { agency: code, unit: performer.unit },
        at: (await agency.now(exercise)) ?? event.time,
        seenStatus: 'requested',
      },
      items: [],
      actor: opaqueActor(named, code, actorKey(agency.config.keys.signing.privateKey)),
    },
    0,
  );
  if ('refused' in answer) {
    agency.log.debug({ taskId: event.subject, refused: answer.refused }, 'the desk had nothing left to say');
  }
}
