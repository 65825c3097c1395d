import type { TaskKind, TaskRules } from '#domain';
import type { DirectoryBundle, KeyUse, MemberKey } from './bundle.js';
import type { AgencyEntry, InformationItem, Urgency } from './data.js';
import { vocabularyOf, type Vocabulary } from './vocabulary.js';

/**
 * One version of the directory, ready to be asked. It trusts its bundle: what came over the wire goes through `parseBundle`
 * first. Each look-up answers undefined for a code that it does not know.
 */
export class Directory {
  readonly version: number;
  readonly agencyCodes: readonly string[];
  /** How many other agencies must have cosigned before an event counts as proven. */
  readonly cosignatures: number;
  /** The codes that the signed part of an event may hold. */
  readonly vocabulary: Vocabulary;
  /** What decisions on tasks ask of this version. */
  readonly rules: TaskRules;
  readonly #agencies: ReadonlyMap<string, AgencyEntry>;
  readonly #kinds: ReadonlyMap<string, TaskKind>;
  readonly #items: ReadonlyMap<string, InformationItem>;
  readonly #urgencies: ReadonlyMap<string, Urgency>;
  readonly #keys: ReadonlyMap<string, MemberKey>;
  readonly #activeKeys: ReadonlyMap<string, MemberKey>;

  constructor(readonly bundle: DirectoryBundle) {
    const { data, keys, version } = bundle;
    this.version = version;
    this.agencyCodes = data.agencies.map(({ code }) => code);
    this.cosignatures = data.witnessing.cosignatures;
    this.vocabulary = vocabularyOf(data);
    this.#agencies = byCode(data.agencies);
    this.#kinds = byCode(data.taskKinds);
    this.#items = byCode(data.items);
    this.#urgencies = byCode(data.urgencies);
    this.#keys = new Map(keys.map((key) => [key.kid, key]));
    const active = keys.filter(({ status }) => status === 'active');
    this.#activeKeys = new Map(active.map((key) => [keyPlace(key.member, key.use), key]));
    this.rules = { kind: (code) => this.kind(code), unit: (agency, unit) => this.unitExists(agency, unit) };
  }

  /** The agency with this code. */
  agency(code: string): AgencyEntry | undefined {
    return this.#agencies.get(code);
  }

  /** Whether the agency has the unit; false for an unknown agency. */
  unitExists(agency: string, unit: string): boolean {
    return this.#agencies.get(agency)?.units.includes(unit) ?? false;
  }

  /** The task kind with this code. */
  kind(code: string): TaskKind | undefined {
    return this.#kinds.get(code);
  }

  /** The information item with this code. */
  item(code: string): InformationItem | undefined {
    return this.#items.get(code);
  }

  /** The urgency band with this code. */
  urgency(code: string): Urgency | undefined {
    return this.#urgencies.get(code);
  }

  /** The key that the member uses now; undefined where it has none, or only revoked ones. */
  activeKey(member: string, use: KeyUse): MemberKey | undefined {
    return this.#activeKeys.get(keyPlace(member, use));
  }

  /** Any key that ever was in the directory, also a revoked one: look at its status. */
  keyById(kid: string): MemberKey | undefined {
    return this.#keys.get(kid);
  }
}

const keyPlace = (member: string, use: KeyUse): string => `${member} ${use}`;

const byCode = <T extends { readonly code: string }>(entries: readonly T[]): ReadonlyMap<string, T> =>
  new Map(entries.map((entry) => [entry.code, entry]));
