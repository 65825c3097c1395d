import { erasureAuthority, erasureGround } from '../act-choices.js';
import { leafAddress } from '../reading-note.js';
import { shownTime, type ShownTime } from '../times.js';
import { plain } from '../../page/code-words.js';

/** How far an erasure has come. */
export type ErasureState = 'keys-destroyed' | 'scrubbed' | 'done';

/** What is read of an erasure, as the audit service gives it. */
export interface ErasureRow {
  readonly id: string;
  readonly state: ErasureState;
  readonly waiting?: { readonly step: string; readonly because: string };
  readonly cases: readonly string[];
  readonly ground: string;
  readonly authority: string;
  readonly words: string | null;
  readonly leaves: number;
  readonly leafIndex: number;
  readonly by: string;
  readonly at: string;
  readonly scrubbedAt: string | null;
  readonly ledgerAt: string | null;
  readonly ledgerMessages: number;
  readonly agencies?: readonly {
    readonly agency: string;
    readonly answer: string | null;
    readonly ground: string | null;
    readonly at: string | null;
    readonly leafIndex: number | null;
  }[];
}

/** One step of an erasure, for a task list. */
export interface ErasureStep {
  readonly text: string;
  readonly status: string;
  /** It is being done, or waits for something. */
  readonly isNow: boolean;
}

/** An erasure in words. */
export interface ErasureLine {
  readonly id: string;
  readonly href: string;
  readonly state: ErasureState;
  readonly stateText: string;
  readonly ground: string;
  readonly authority: string;
  readonly words: string;
  readonly cases: readonly string[];
  readonly leaves: number;
  readonly at: ShownTime;
  readonly by: string;
  readonly leaf: number;
  readonly proof: string;
  readonly steps: readonly ErasureStep[];
}

const STATES: Readonly<Record<ErasureState, string>> = {
  'keys-destroyed': 'Nobody can read it any more; old copies are being cleared away',
  scrubbed: 'The database is clear; the ledger’s copies are being deleted',
  done: 'Done: no byte of it is left lying',
};

/** An erasure with how far it has come. */
export function erasureLine(row: ErasureRow): ErasureLine {
  const waits = row.waiting === undefined ? 'In progress' : `Waits: ${plain(row.waiting.because)}`;
  const step = (text: string, at: string | null, isNow: boolean): ErasureStep => ({
    text,
    status: at === null ? (isNow ? waits : 'Not yet') : `Done on ${shownTime(at).text}`,
    isNow: at === null && isNow,
  });
  return {
    id: row.id,
    href: `/audit/erasures/${row.id}`,
    state: row.state,
    stateText: STATES[row.state],
    ground: erasureGround(row.ground),
    authority: erasureAuthority(row.authority),
    words: row.words ?? 'Erased with the person whom they may have named',
    cases: row.cases,
    leaves: row.leaves,
    at: shownTime(row.at),
    by: row.by,
    leaf: row.leafIndex,
    proof: leafAddress(row.leafIndex),
    steps: [
      step('Keys, sealed parts, salts and tokens destroyed', row.at, false),
      step('No old page of the database holds them', row.scrubbedAt, row.state === 'keys-destroyed'),
      step('No message of the ledger holds them', row.ledgerAt, row.state === 'scrubbed'),
    ],
  };
}
