import type { KeyObject } from 'node:crypto';
import {
  WireError,
  type CheckpointSignedData,
  type CosignatureData,
  type LogOpenedData,
  type WitnessedData,
} from '#contracts';
import type { LogState, WitnessStore } from '#storage';
import {
  appendLeaves,
  cosign,
  emptyRange,
  formatCheckpoint,
  noteVerifier,
  parseRange,
  rangeRoot,
  rawPublicKey,
  serializeRange,
  verifyCosignature,
  type CompactRange,
} from '#transparency';
import { verify } from 'node:crypto';

/** What the witness needs around it. */
export interface WitnessSurroundings {
  readonly agency: string;
  readonly store: WitnessStore;
  readonly key: KeyObject;
  /** The log's public key, from the directory. */
  readonly logKey: () => KeyObject | undefined;
  /** A member's public witness key, from the directory. */
  readonly witnessKey: (agency: string) => KeyObject | undefined;
  /** Asks the audit service for leaf hashes (base64url) of a range: from, up to but not including `to`. */
  readonly leaves: (from: number, to: number) => Promise<readonly string[]>;
  /** POSIX seconds. */
  readonly now: () => number;
  /** Told once when the log has contradicted itself. */
  readonly alarm: (what: string) => void;
}

/**
 * This agency's witness of the audit log. It keeps the log's compact range, appends the leaf hashes that a checkpoint
 * announces, and compares the root: that shows at once that the log only grew and that each announced leaf is in it.
 * It persists before it cosigns (C2SP tlog-witness), and after a contradiction it never cosigns again.
 */
export class LogWitness {
  constructor(private readonly around: WitnessSurroundings) {}

  /** Takes a signed checkpoint. Throws WireError CHECKPOINT_REFUSED, and raises the alarm, when it contradicts the log. */
  async checkpoint(announced: CheckpointSignedData): Promise<void> {
    const state = await this.around.store.log();
    if (state?.alarm) throw new WireError('CHECKPOINT_REFUSED', 'alarm');
    this.checkSignature(announced);
    const accepted = await this.rootOf(announced);
    if (accepted === announced.root) return;
    const isNext = state?.successor?.origin === announced.origin;
    const isOurs = state?.origin === undefined || state.origin === announced.origin || isNext;
    const known = isNext ? 0 : (state?.size ?? 0);
    if (accepted !== undefined || !isOurs) await this.contradiction(announced, known);
    if (announced.size <= known) return;
    const leaves = await this.leavesFrom(known, announced);
    if (isNext && hexOf(leaves[0]) !== state.successor.firstLeaf) await this.contradiction(announced, known);
    const range = state && !isNext ? parseRange(state.range) : emptyRange;
    const grown = appendLeaves(range, leaves.map(bytes));
    if (!rangeRoot(grown).equals(bytes(announced.root))) await this.contradiction(announced, known);
    await this.persist(announced, { grown, known, leaves });
  }

  /**
   * Takes in that a log was opened behind a closed one. It may only follow what this witness accepted last: whatever was
   * accepted behind that would be forgotten. Throws WireError CHECKPOINT_REFUSED, and raises the alarm, when it does not.
   */
  async opened({ origin, previous }: LogOpenedData, firstLeaf: Buffer): Promise<void> {
    const state = await this.around.store.log();
    if (!state || state.alarm || state.origin === origin) return;
    const follows =
      previous?.origin === state.origin && previous.size === state.size && previous.root === state.root;
    if (!follows) await this.contradiction(previous ?? { size: 0 }, state.size);
    await this.around.store.succeed({ origin, firstLeaf: firstLeaf.toString('hex') });
  }

  /** Takes another member's word. Throws WireError CHECKPOINT_REFUSED when it cosigned another log than ours. */
  async word(agency: string, { cosignature, holds }: WitnessedData): Promise<void> {
    const cosigned = cosignature && (await this.holdsCosignature(agency, cosignature));
    await this.around.store.cosigned(agency, cosigned ? cosignature.size : 0);
    await this.around.store.holds(agency, holds);
  }

  private checkSignature(announced: CheckpointSignedData): void {
    const key = this.around.logKey();
    const signed =
      key && verify(null, Buffer.from(textOf(announced), 'utf8'), key, bytes(announced.signature));
    if (!signed) throw new WireError('CHECKPOINT_REFUSED', '/data/signature');
  }

  private rootOf({
    origin,
    size,
  }: {
    readonly origin: string;
    readonly size: number;
  }): Promise<string | undefined> {
    return this.around.store.rootAt(origin, size);
  }

  /** The announced leaves, or what is missing of them between what we know and what is announced. */
  private async leavesFrom(known: number, announced: CheckpointSignedData): Promise<readonly string[]> {
    const { from, size, leaves } = announced;
    if (leaves.length !== size - from) throw new WireError('CHECKPOINT_REFUSED', '/data/leaves');
    if (from <= known) return leaves.slice(known - from);
    const missing = await this.fetch(known, from);
    return [...missing, ...leaves];
  }

  private async fetch(from: number, to: number): Promise<string[]> {
    const leaves: string[] = [];
    while (from + leaves.length < to) {
      const more = await this.around.leaves(from + leaves.length, to);
      if (more.length === 0) throw new Error('the audit service gives no leaf hashes');
      leaves.push(...more);
    }
    return leaves.slice(0, to - from);
  }

  private async persist(
    announced: CheckpointSignedData,
    { grown, known, leaves }: { grown: CompactRange; known: number; leaves: readonly string[] },
  ): Promise<void> {
    const { origin, size, root, coverage } = announced;
    const state: LogState = {
      origin,
      size,
      range: serializeRange(grown),
      root,
      checkpoint: { origin, size, root, signature: announced.signature },
      coverage,
      alarm: undefined,
    };
    const hex = leaves.map(hexOf);
    await this.around.store.accept(state, this.cosign(announced), known, hex);
  }

  private cosign(announced: CheckpointSignedData): CosignatureData {
    const { agency, key } = this.around;
    const time = this.around.now();
    const line = cosign(textOf(announced), { name: witnessName(agency), key, time });
    // The line's blob is key id (4 bytes), time (8) and signature (64); the wire carries the last two as fields.
    const blob = Buffer.from(line.split(' ').at(-1) as string, 'base64');
    const signature = blob.subarray(12).toString('base64url');
    return { origin: announced.origin, size: announced.size, root: announced.root, time, signature };
  }

  private async holdsCosignature(agency: string, cosignature: CosignatureData): Promise<boolean> {
    const key = this.around.witnessKey(agency);
    const state = await this.around.store.log();
    if (!key || !state) return false;
    const { origin = state.origin } = cosignature;
    const accepted = await this.rootOf({ origin, size: cosignature.size });
    if (accepted === undefined) return false;
    if (accepted !== cosignature.root) await this.contradiction(cosignature, state.size);
    const text = formatCheckpoint({
      origin,
      size: cosignature.size,
      root: bytes(cosignature.root),
    });
    const verifier = noteVerifier(witnessName(agency), COSIGNATURE_TYPE, rawPublicKey(key));
    const line = cosignatureLine(verifier.name, verifier.keyId, cosignature);
    return origin === state.origin && verifyCosignature(text, line, verifier) !== undefined;
  }

  private async contradiction(seen: { readonly size: number }, known: number): Promise<never> {
    const what = `the log contradicts itself: size ${seen.size} does not fit what was accepted up to ${known}`;
    await this.around.store.alarm(what);
    this.around.alarm(what);
    throw new WireError('CHECKPOINT_REFUSED', 'root');
  }
}

/** C2SP key type of a timestamped cosignature. */
const COSIGNATURE_TYPE = 0x04;

/** The name of an agency's witness in signed notes. */
export const witnessName = (agency: string): string => `concordat/witness/${agency}`;

function cosignatureLine(name: string, keyId: Buffer, { time, signature }: CosignatureData): string {
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(time));
  return `— ${name} ${Buffer.concat([keyId, stamp, bytes(signature)]).toString('base64')}`;
}

const textOf = ({ origin, size, root }: CheckpointSignedData): string =>
  formatCheckpoint({ origin, size, root: bytes(root) });
const hexOf = (leaf = ''): string => bytes(leaf).toString('hex');
const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
