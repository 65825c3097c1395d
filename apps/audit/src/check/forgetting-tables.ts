import {
  actorKey,
  actorRef,
  commitTo,
  decodeEvent,
  readJws,
  type LedgerEvent,
  type SigningKey,
} from '#contracts';
import {
  ledgerLineOf,
  scrubbedLine,
  type RowFault,
  type StoredErasure,
  type StoredForgetting,
  type StoredHold,
  type StoredOpening,
  type StoredWords,
} from '#storage';

type Opened = LedgerEvent<'concordat.audit.values-opened.v1'>;
type Placed = LedgerEvent<'concordat.audit.hold-placed.v1'>;
type Released = LedgerEvent<'concordat.audit.hold-released.v1'>;
type Erased = LedgerEvent<'concordat.audit.erased.v1'>;
/** A column, and whether it is what the leaf says. */
type Claims = Readonly<Record<string, boolean>>;

/** What is kept beside openings, holds and erasures, against the leaves that say that they took place. */
export class ForgettingTables {
  constructor(
    private readonly stored: StoredForgetting,
    private readonly signing: SigningKey,
  ) {}

  /** Rows that are missing, too many, or other than their leaf and the noted facts say. */
  async faults(): Promise<RowFault[]> {
    return [...(await this.openings()), ...(await this.holds()), ...(await this.erasures())];
  }

  private async openings(): Promise<RowFault[]> {
    const leaves = await this.leaves<Opened>('values-opened');
    return this.compare('opening', leaves, await this.stored.openings(), (row: StoredOpening, leaf) => ({
      event_id: row.eventId === leaf.data.event,
      reason: row.reason === leaf.data.reason,
      custodian: this.isBy(row.custodian, leaf),
      at: isAt(row.at, leaf),
      words: fits(row, leaf.data.words),
    }));
  }

  private async holds(): Promise<RowFault[]> {
    const leaves = await this.leaves<Placed>('hold-placed');
    const released = await this.leaves<Released>('hold-released');
    const releases = new Map([...released].map(([index, leaf]) => [leaf.data.hold, { index, leaf }]));
    return this.compare('hold', leaves, await this.stored.holds(), (row: StoredHold, leaf) => ({
      hold_id: row.id === leaf.data.hold,
      cases: same(row.cases, leaf.data.cases),
      ground: row.ground === leaf.data.ground,
      placed_by: this.isBy(row.placedBy, leaf),
      placed_at: isAt(row.placedAt, leaf),
      words: fits(row, leaf.data.words),
      ...this.release(row, releases.get(leaf.data.hold)),
    }));
  }

  private release(
    row: StoredHold,
    release: { readonly index: number; readonly leaf: Released } | undefined,
  ): Claims {
    const { releaseIndex, releasedBy, releasedAt, releaseWords, releaseSalt } = row;
    if (!release) {
      return {
        release_index: [releaseIndex, releasedBy, releasedAt, releaseWords, releaseSalt].every(
          (one) => one === null,
        ),
      };
    }
    const said = { words: releaseWords, salt: releaseSalt, forgotten: row.forgotten };
    return {
      release_index: releaseIndex === release.index,
      released_by: releasedBy !== null && this.isBy(releasedBy, release.leaf),
      released_at: releasedAt !== null && isAt(releasedAt, release.leaf),
      release_words: fits(said, release.leaf.data.words),
    };
  }

  private async erasures(): Promise<RowFault[]> {
    const leaves = await this.leaves<Erased>('erased');
    return this.compare('erasure', leaves, await this.stored.erasures(), (row: StoredErasure, leaf) => ({
      erasure_id: row.id === leaf.data.erasure,
      cases: same(row.cases, leaf.data.cases),
      ground: row.ground === leaf.data.ground,
      authority: row.authority === leaf.data.authority,
      leaves: row.leaves === leaf.data.leaves,
      erased_by: this.isBy(row.by, leaf),
      erased_at: isAt(row.at, leaf),
      words: fits(row, leaf.data.words),
      scrubbed_at: sameScrub(row),
      ledger_at: sameLedger(row),
    }));
  }

  private async leaves<Event extends LedgerEvent>(act: string): Promise<ReadonlyMap<number, Event>> {
    const found = await this.stored.acts(`concordat.audit.${act}.v1`);
    // A leaf that cannot be read is a fault of its own, found before.
    return new Map(
      found.flatMap(({ index, event }) => {
        const read = readable(event);
        return read ? [[index, read as Event] as const] : [];
      }),
    );
  }

  private compare<Row extends { readonly leafIndex: number }, Event>(
    table: string,
    leaves: ReadonlyMap<number, Event>,
    rows: readonly Row[],
    claims: (row: Row, leaf: Event) => Claims,
  ): RowFault[] {
    const place = (index: number): Pick<RowFault, 'table' | 'row'> => ({ table, row: `leaf_index=${index}` });
    const there = new Set(rows.map(({ leafIndex }) => leafIndex));
    const missing = [...leaves.keys()].filter((index) => !there.has(index));
    return [
      ...missing.map((index) => ({ ...place(index), what: 'is missing' })),
      ...rows.flatMap((row): RowFault[] => {
        const leaf = leaves.get(row.leafIndex);
        if (!leaf) return [{ ...place(row.leafIndex), what: 'belongs to no leaf' }];
        const [wrong] = Object.entries(claims(row, leaf)).find(([, holds]) => !holds) ?? [];
        return wrong === undefined
          ? []
          : [{ ...place(row.leafIndex), column: wrong, what: 'is not what the leaf says' }];
      }),
    ];
  }

  private isBy(name: string, { actor, actortype }: LedgerEvent): boolean {
    // The service itself acts under one fixed reference.
    return actortype === 'system'
      ? name === 'retention schedule'
      : actor === actorRef(actortype, name, actorKey(this.signing.privateKey));
  }
}

function readable(text: string): LedgerEvent | undefined {
  try {
    return decodeEvent(readJws(text).payload);
  } catch {
    return undefined;
  }
}

function fits({ words, salt, forgotten }: StoredWords, commitment: string): boolean {
  if (words === null && salt === null) return forgotten;
  const bytes = Buffer.from(salt ?? '', 'base64url');
  return words !== null && bytes.length === 32 && commitTo(words, bytes, 'words') === commitment;
}

function sameScrub({ id, scrubbedAt, noted }: StoredErasure): boolean {
  const line = noted.find((one) => one.includes(' scrubbed '));
  return line === (scrubbedAt ? scrubbedLine(id, scrubbedAt) : undefined);
}

function sameLedger({ id, ledgerAt, ledgerMessages, noted }: StoredErasure): boolean {
  const line = noted.find((one) => one.includes(' ledger '));
  if (line === undefined) return ledgerAt === null && ledgerMessages === 0;
  return line === ledgerLineOf(id, ledgerAt, ledgerMessages);
}

const isAt = (at: Date, { time }: LedgerEvent): boolean => at.toISOString() === time;
const same = (some: readonly string[], others: readonly string[]): boolean => some.join() === others.join();
