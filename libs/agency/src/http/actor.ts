import { actorRef } from '#contracts';
import type { Actor } from '../wish.js';

/** Who acts, as the agency's own system says it. */
export interface NamedActor {
  /** The agency's own staff or system reference; never leaves the agency. */
  readonly ref?: string;
  readonly role: string;
  readonly type: Actor['type'];
  /** The agency that employs the person, where it is another one. */
  readonly employer?: string;
}

/** The actor as events name it, under the agency's `actorKey`; `system` stands in where no reference is given. */
export function opaqueActor(actor: NamedActor, system: string, key: Buffer): Actor {
  const ref =
    actor.ref === undefined ? actorRef('system', system, key) : actorRef(actor.type, actor.ref, key);
  const { role, type, employer } = actor;
  return { ref, role, type, ...(employer && { employer }) };
}
