import { mayTravel, type ItemStatement, type Mode, type Party } from '#domain';
import type { CaseEntry, FiledWith } from '#storage';
import type { Agency } from '../agency.js';
import { CaseWriter } from './case-writer.js';
import { MAX_ITEMS } from './commands.dto.js';
import { Problem } from './problem.js';

/** What was learned or said. */
export interface Learned {
  readonly items?: readonly ItemStatement[] | undefined;
  readonly note?: string | undefined;
}

/** A case, with the mode of its file should it have to be opened. */
export interface InCase {
  readonly caseId: string;
  readonly mode: Mode;
}

/** An item that stays here for now, and why. */
export interface LeftOut {
  readonly code: string;
  readonly why: 'NOT_AT_THIS_STAGE';
}

/** Most bytes of items that one event carries. */
const MAX_CARRIED_BYTES = 64 * 1024;

/** The case files of one agency, as the HTTP edge uses them. */
export class CaseFiles {
  private readonly writer: CaseWriter;

  constructor(private readonly agency: Agency) {
    this.writer = new CaseWriter(agency.store.records);
  }

  /** The mode of a case that this agency knows, by its own file or by a task. Throws Problem CASE_UNKNOWN. */
  async modeOf(caseId: string): Promise<Mode> {
    const file = await this.agency.store.records.caseFile(caseId);
    if (file) return file.mode as Mode;
    const rows = await this.agency.store.records.tasks({ caseId, limit: 10 });
    const mode = rows.find(({ task }) => task)?.task?.mode;
    if (!mode) throw new Problem('CASE_UNKNOWN');
    return mode;
  }

  /** Adds to the case file; opens it when this agency had none. */
  async add(in_: InCase, by: Party, learned: Learned): Promise<void> {
    await this.writer.add(this.addition(in_, by, learned));
  }

  /** What a case file gains, to be stored by itself or with an event. */
  addition(in_: InCase, by: Party, { items = [], note }: Learned): FiledWith {
    const fromAgency = this.agency.profile.code;
    const entries = [
      ...items.map(({ code, ...statement }) => ({ item: code, fromAgency, entry: statement })),
      ...(note === undefined ? [] : [{ fromAgency, entry: { note } }]),
    ];
    return { ...in_, by, entries };
  }

  /**
   * The newest own statement on each item of a case, parted by what the rule lets travel with a request. Throws Problem
   * BAD_CONTENT when it is more than one event can carry.
   */
  async offer(
    caseId: string,
    about: {
      readonly kind: string;
      readonly urgency: string;
      readonly wanted: readonly string[] | undefined;
    },
  ): Promise<{ readonly items: ItemStatement[]; readonly left: LeftOut[] }> {
    const kind = this.agency.directory().kind(about.kind);
    if (!kind) throw new Error('a checked kind is gone');
    const { urgency, wanted } = about;
    const allowed = mayTravel({ kind, urgency, wanted, direction: 'to-performer', status: undefined }).items;
    const own = newestOwn(await this.agency.store.records.entries(caseId), this.agency.profile.code);
    const items = own.filter(({ code }) => allowed.has(code));
    if (items.length > MAX_ITEMS || Buffer.byteLength(JSON.stringify(items)) > MAX_CARRIED_BYTES) {
      const detail = 'the case holds more than one request can carry: name the items';
      throw new Problem('BAD_CONTENT', { faults: [{ pointer: '/fromCase', code: 'TOO_MUCH', detail }] });
    }
    const codes = new Set(own.map(({ code }) => code).filter((code) => !allowed.has(code)));
    return { items, left: [...codes].map((code) => ({ code, why: 'NOT_AT_THIS_STAGE' })) };
  }
}

/**
 * The newest statement of one agency on each item, as it may be sent on. Statements that conflict stand together when they
 * were made together.
 */
export function newestOwn(entries: readonly CaseEntry[], agency: string): ItemStatement[] {
  const newest = new Map<string, { readonly at: string; readonly statements: ItemStatement[] }>();
  for (const { item, fromAgency, entry, at } of entries) {
    if (item === undefined || fromAgency !== agency) continue;
    const before = newest.get(item);
    const statement = statementOf(item, entry);
    // Entries of one call are stored in one transaction and so have one time.
    const together = before && String(before.at) === String(at) && statement.state === 'conflicting';
    newest.set(item, { at, statements: together ? [...before.statements, statement] : [statement] });
  }
  return [...newest.values()].flatMap(({ statements }) => statements);
}

const PARTS = [
  'state',
  'value',
  'absent',
  'sourceKind',
  'source',
  'obtainedAt',
  'confidence',
  'note',
] as const;

function statementOf(code: string, entry: Record<string, unknown>): ItemStatement {
  const parts = PARTS.flatMap((part) => (entry[part] === undefined ? [] : [[part, entry[part]] as const]));
  return { code, ...Object.fromEntries(parts) } as unknown as ItemStatement;
}
