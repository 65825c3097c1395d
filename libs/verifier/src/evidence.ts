import { fromBase64, fromBase64url, utf8 } from './bytes.js';
import { isSignedBy, opensTo, readEvent, senderOf, type ReadEvent } from './event.js';
import { FAULTS, Found, type EvidenceFault } from './evidence-faults.js';
import {
  readLine,
  type CheckpointLine,
  type DirectoryLine,
  type EndLine,
  type EvidenceLine,
  type HeaderLine,
  type LeafLine,
  type OpeningLine,
} from './evidence-lines.js';
import { KeyHistory, bundleDigest, isKeepers, isNamedRight, keysIn } from './key-history.js';
import { GrowingTree, includes, leafHashOf } from './merkle.js';
import {
  formatNoteKey,
  readCheckpoint,
  readNote,
  signedBy,
  type CheckpointText,
  type ReadNote,
} from './note.js';
import { SenderNumbers } from './sender-numbers.js';

/** Everything held. */
export interface SoundEvidence {
  readonly ok: true;
  readonly origin: string;
  readonly size: number;
  readonly whole: boolean;
  readonly leaves: number;
  readonly openings: number;
  /** Agencies whose cosignature holds. */
  readonly witnesses: readonly string[];
  /** Whether the keeper's key was given from outside; else the keys are only as good as the file. */
  readonly pinned: boolean;
  /** Key id of the keeper that signed the directories. */
  readonly keeper: string | undefined;
  /** Verifier keys of the log and of all witnesses (C2SP vkey), for proof files. */
  readonly noteKeys: readonly string[];
}

/** What the verifier is given beside the file. */
export interface EvidenceOptions {
  /** The keeper's public Ed25519 key, raw and as base64url. */
  readonly keeperKey?: string;
  /** How many witnesses must have cosigned; 0 unless told. */
  readonly witnesses?: number;
}

const PUBLISHED = 'concordat.directory.published.v1';

/** Verifies an evidence export line by line, in memory that does not grow with the log. */
export class EvidenceVerifier {
  private at = 0;
  private header: HeaderLine | undefined;
  private note: ReadNote | undefined;
  private checkpoint: CheckpointText | undefined;
  private readonly history = new KeyHistory();
  private keeper: string | undefined;
  /** The keeper's key before any directory. */
  private firstKeeper: string | undefined;
  private keeperId: string | undefined;
  private readonly tree = new GrowingTree();
  private readonly numbers = new SenderNumbers();
  private last: { readonly index: number; readonly event: ReadEvent } | undefined;
  private leaves = 0;
  private openings = 0;
  private end: EndLine | undefined;
  private fault: EvidenceFault | undefined;

  constructor(private readonly options: EvidenceOptions = {}) {
    this.keeper = options.keeperKey;
  }

  /** Takes the next line, without its line feed. False once something was wrong: what follows is not read. */
  line(text: string): boolean {
    if (this.fault) return false;
    this.at += 1;
    return this.during(() => this.take(text));
  }

  /** The verdict, after the last line. */
  result(): SoundEvidence | EvidenceFault {
    if (!this.fault) this.during(() => this.finish());
    if (this.fault) return this.fault;
    const { origin = '', size = 0, whole = false } = this.header ?? {};
    return {
      ok: true,
      origin,
      size,
      whole,
      leaves: this.leaves,
      openings: this.openings,
      witnesses: this.cosigned(),
      pinned: this.options.keeperKey !== undefined,
      keeper: this.keeperId,
      noteKeys: this.history.noteKeys(origin).map(formatNoteKey),
    };
  }

  private during(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof Found)) throw error;
      const { code, field, index } = error;
      const where = index === undefined ? '' : `, leaf ${index}`;
      this.fault = {
        ok: false,
        code,
        line: this.at,
        ...(index !== undefined && { index }),
        field,
        sentence: `Line ${this.at}${where}, ${field}: ${FAULTS[code]}.`,
      };
      return false;
    }
  }

  private take(text: string): void {
    const line = readLine(text);
    if ('wrong' in line) throw new Found('LINE_MALFORMED', line.wrong, indexIn(text));
    this.inOrder(line);
    switch (line.is) {
      case 'header':
        this.header = line;
        return;
      case 'checkpoint':
        return this.takeCheckpoint(line);
      case 'directory':
        return this.takeDirectory(line);
      case 'leaf':
        return this.takeLeaf(line);
      case 'opening':
        return this.takeOpening(line);
      case 'end':
        this.end = line;
        return;
      default:
        line satisfies never;
    }
  }

  /** Header, checkpoint, directories, leaves each with its openings, end. */
  private inOrder({ is }: EvidenceLine): void {
    const isRight =
      this.end === undefined &&
      (is === 'header') === (this.header === undefined) &&
      (is === 'header' || (is === 'checkpoint') === (this.checkpoint === undefined)) &&
      (is !== 'directory' || this.leaves === 0) &&
      (is !== 'opening' || this.last !== undefined);
    if (!isRight) throw new Found('OUT_OF_ORDER', 'is');
  }

  private takeCheckpoint({ note }: CheckpointLine): void {
    this.note = readNote(note);
    this.checkpoint = this.note && readCheckpoint(this.note.text);
    const { origin, size } = this.header as HeaderLine;
    if (this.checkpoint?.origin !== origin || this.checkpoint.size !== size) {
      throw new Found('CHECKPOINT_MALFORMED', 'note');
    }
  }

  private takeDirectory({ version, sequence, event, bundle }: DirectoryLine): void {
    const keys = keysIn(bundle);
    const read = readEvent(event);
    if (!keys?.every(isNamedRight)) throw new Found('DIRECTORY_WRONG', 'bundle');
    if (!read) throw new Found('EVENT_MALFORMED', 'event');
    // Where no key was given from outside, the first directory says itself who the keeper is.
    this.keeper ??= keys.find(({ member, use }) => member === 'keeper' && use === 'signing')?.x;
    this.firstKeeper ??= this.keeper;
    const key = this.keeper === undefined ? undefined : fromBase64url(this.keeper);
    if (!key || !isSignedBy(read, key) || senderOf(read.body) !== 'keeper')
      throw new Found('KEEPER_UNKNOWN', 'event');
    this.keeperId = read.kid;
    const { data } = read.body;
    if (data['version'] !== version) throw new Found('DIRECTORY_WRONG', 'version');
    if (data['bundlehash'] !== bundleDigest(bundle)) throw new Found('DIRECTORY_WRONG', 'bundle');
    if (!this.history.add({ version, sequence, keys })) throw new Found('DIRECTORY_WRONG', 'sequence');
    // The next version may bring the keeper a new key.
    this.keeper = keys.find(isKeepers)?.x ?? this.keeper;
  }

  private takeLeaf({ index, event, sequence, proof }: LeafLine): void {
    if (this.leaves === 0) this.checkSigned();
    const { whole, size } = this.header as HeaderLine;
    const isNext = whole ? index === this.leaves : index < size && index > (this.last?.index ?? -1);
    if (!isNext || whole !== (proof === undefined)) throw new Found('INDEX_WRONG', 'index', index);
    const read = readEvent(event);
    if (!read) throw new Found('EVENT_MALFORMED', 'event', index);
    this.believe(read, sequence, index);
    const { type, data } = read.body;
    if (type === PUBLISHED && !this.history.has(data['version']))
      throw new Found('DIRECTORY_MISSING', 'event', index);
    this.place(index, leafHashOf(utf8(event)), proof);
    if (whole) this.count(read, index);
    this.last = { index, event: read };
    this.leaves += 1;
  }

  private believe(read: ReadEvent, sequence: number | null, index: number): void {
    const sender = senderOf(read.body);
    // Only the log's own acts are leaves before the ledger has them.
    if (sequence === null && sender !== 'audit') throw new Found('KEY_UNKNOWN', 'sequence', index);
    const signer = this.history.signing(read.kid, sequence) ?? this.pinned(sender, sequence);
    if (signer?.member !== sender) throw new Found('KEY_UNKNOWN', 'event', index);
    if (!isSignedBy(read, signer.key)) throw new Found('SIGNATURE_WRONG', 'event', index);
  }

  /** The keeper speaks before the first directory, which it has to publish itself. */
  private pinned(sender: string, sequence: number | null) {
    const { firstKeeper, history } = this;
    if (sender !== 'keeper' || firstKeeper === undefined || !history.isBeforeAll(sequence)) return undefined;
    const key = fromBase64url(firstKeeper);
    return key && { member: 'keeper', key };
  }

  private place(index: number, leaf: Uint8Array, proof: readonly string[] | undefined): void {
    if (proof === undefined) return this.tree.add(leaf);
    const { size, root } = this.checkpoint as CheckpointText;
    const hashes = proof.map(fromBase64);
    const isWhole = hashes.every((hash) => hash !== undefined);
    if (!isWhole || !includes({ index, size, leaf, proof: hashes }, root)) {
      throw new Found('PROOF_WRONG', 'proof', index);
    }
  }

  private count({ body }: ReadEvent, index: number): void {
    const { sendernumber, data } = body;
    const skipped = Array.isArray(data['skipped']) ? (data['skipped'] as number[]) : [];
    if (sendernumber === undefined) throw new Found('EVENT_MALFORMED', 'event/sendernumber', index);
    if (!this.numbers.take(senderOf(body), { number: sendernumber, skipped, index })) {
      throw new Found('NUMBER_TWICE', 'event/sendernumber', index);
    }
  }

  private takeOpening({ index, place, salt, value }: OpeningLine): void {
    const { last } = this;
    if (last?.index !== index) throw new Found('INDEX_WRONG', 'index', index);
    const items = last.event.body.data['items'];
    const item = Array.isArray(items) ? (items[place] as { commitment?: unknown } | undefined) : undefined;
    if (typeof item?.commitment !== 'string') throw new Found('OPENING_WRONG', 'place', index);
    if (!opensTo(item.commitment, value, salt)) throw new Found('OPENING_WRONG', 'value', index);
    this.openings += 1;
  }

  /** The checkpoint can be judged once every directory is known. */
  private checkSigned(): void {
    const { origin } = this.header as HeaderLine;
    const note = this.note as ReadNote;
    const keys = this.history.noteKeys(origin);
    const own = keys.filter(({ type }) => type === 1).map((key) => signedBy(note, key));
    if (!own.includes('good')) throw new Found('CHECKPOINT_NOT_SIGNED', 'note');
    const others = keys.filter(({ type }) => type === 4).map((key) => signedBy(note, key));
    if (others.includes('bad')) throw new Found('COSIGNATURE_WRONG', 'note');
    if (this.cosigned().length < (this.options.witnesses ?? 0)) throw new Found('TOO_FEW_WITNESSES', 'note');
  }

  private cosigned(): string[] {
    const { note, header } = this;
    if (!note || !header) return [];
    const good = this.history
      .noteKeys(header.origin)
      .filter((key) => key.type === 4 && signedBy(note, key) === 'good');
    return [...new Set(good.map(({ name }) => name.slice('concordat/witness/'.length)))];
  }

  private finish(): void {
    const { end, header, checkpoint } = this;
    if (!end || !header || !checkpoint) throw new Found('CUT_OFF', 'is');
    if (this.leaves === 0) this.checkSigned();
    if (end.leaves !== this.leaves) throw new Found('COUNT_WRONG', 'leaves');
    if (end.openings !== this.openings) throw new Found('COUNT_WRONG', 'openings');
    if (!header.whole) return;
    const isSame =
      this.tree.size === header.size && this.tree.root().every((byte, at) => byte === checkpoint.root[at]);
    if (!isSame) throw new Found('ROOT_WRONG', 'note');
    const hole = this.numbers.hole();
    if (hole) throw new Found('NUMBER_MISSING', `${hole.sender}/${hole.number}`, hole.index);
  }
}

/** Which leaf a malformed line meant, as far as it can be read. */
function indexIn(text: string): number | undefined {
  const [, digits] = /"index":(\d{1,15})/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
