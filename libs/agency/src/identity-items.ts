import { decide, noticeFor, type IdentityStep, type ItemStatement } from '#domain';
import type { TaskRow } from '#storage';
import type { Agency } from './agency.js';
import { agreementIndexOf } from './agreements.js';
import { planItems } from './plan.js';
import type { Actor } from './wish.js';

/**
 * The items of an identity that the other party of a task may learn now: those that an agreement lets go, while it holds
 * the task. What may not go is nobody's attempt to tell it, so it is left out without a word.
 */
export function identityItems(
  { identity, items }: { readonly identity: IdentityStep; readonly items: readonly ItemStatement[] },
  { task }: TaskRow,
  {
    agency,
    actor,
    unit,
  }: { readonly agency: Agency; readonly actor: Actor; readonly unit?: string | undefined },
): readonly ItemStatement[] {
  if (!task || items.length === 0 || noticeFor(task.status) === 'confirmed-only') return [];
  const { code } = agency.profile;
  const own = task.asker.agency === code ? task.asker : task.performer;
  const by = { agency: code, unit: unit ?? own.unit };
  const directory = agency.directory();
  const command = { type: 'identify', taskId: task.id, by, at: task.requestedAt, identity } as const;
  const decision = decide(command, task, directory.rules);
  const [event] = 'refused' in decision ? [] : decision.events;
  if (!event) return [];
  const draft = { wish: { command, items, actor }, event, task };
  return planItems(draft, agreementIndexOf(directory), Date.now()).go.map(({ statement }) => statement);
}
