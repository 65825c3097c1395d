import type { Say } from '../cli/say.js';
import type { Home } from '../platform/home.js';
import type { RunningSystem } from '../rehearsal/system.js';
import { RehearsalDoor } from './door.js';
import { Rehearsals } from './rehearsals.js';

/** The rehearsals of a stack, and how they are closed with it. */
export interface OpenRehearsals {
  readonly rehearsals: Rehearsals;
  /** Stops what runs, and shuts the door. */
  close(): Promise<void>;
}

/** Offers rehearsals on a running system to the console, which knows port and token. */
export async function openRehearsals(
  place: { readonly port: number; readonly token: string },
  parts: { readonly system: RunningSystem; readonly home: Home; readonly say: Say },
): Promise<OpenRehearsals> {
  const rehearsals = new Rehearsals(parts);
  const door = await RehearsalDoor.open(rehearsals, place);
  return { rehearsals, close: () => door.close() };
}
