import type { FalseFriend, KnownUnit, Lexicon, SharingAgreement, TaskRules, TermMapping } from '#domain';
import type { DirectoryBundle, KeyUse, MemberKey } from './bundle.js';
import type { AgencyEntry, DeclineReason, InformationItem, TaskKindEntry, Urgency } from './data.js';
import { gradesOf, termsOf, wordlessKey, wordlessOf, type Grade } from './directory-words.js';
import type { ClockEntry, LawRuleEntry } from './dated-law.js';
import type { Concept, Scale } from './language-data.js';
import type { LawfulBasis, LegalPower, Skill } from './law-data.js';
import { lexiconOfData } from './lexicon.js';
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
  /** Every word of every agency, for concepts and for the codes of tasks. */
  readonly terms: readonly TermMapping[];
  /** Words that agencies take for different things. */
  readonly falseFriends: readonly FalseFriend[];
  /** Every unit of every agency, with what is said of it. */
  readonly units: readonly KnownUnit[];
  /** What the members promised each other about information. */
  readonly agreements: readonly SharingAgreement[];
  /** What the bus says when a step does not fit the law; each rule counts between its own dates. */
  readonly lawRules: readonly LawRuleEntry[];
  readonly #agencies: ReadonlyMap<string, AgencyEntry>;
  readonly #kinds: ReadonlyMap<string, TaskKindEntry>;
  readonly #items: ReadonlyMap<string, InformationItem>;
  readonly #urgencies: ReadonlyMap<string, Urgency>;
  readonly #concepts: ReadonlyMap<string, Concept>;
  readonly #wordless: ReadonlySet<string>;
  readonly #scales: ReadonlyMap<string, Scale>;
  readonly #grades: ReadonlyMap<string, Grade>;
  readonly #bases: ReadonlyMap<string, LawfulBasis>;
  readonly #skills: ReadonlyMap<string, Skill>;
  readonly #powers: ReadonlyMap<string, LegalPower>;
  readonly #clocks: ReadonlyMap<string, ClockEntry>;
  readonly #declineReasons: ReadonlyMap<string, DeclineReason>;
  readonly #keys: ReadonlyMap<string, MemberKey>;
  readonly #activeKeys: ReadonlyMap<string, MemberKey>;
  #lexicon: Lexicon | undefined;

  constructor(readonly bundle: DirectoryBundle) {
    const { data, keys, version } = bundle;
    this.version = version;
    this.agencyCodes = data.agencies.map(({ code }) => code);
    this.cosignatures = data.witnessing.cosignatures;
    this.vocabulary = vocabularyOf(data);
    this.terms = termsOf(data);
    this.falseFriends = data.falseFriends;
    this.units = data.agencies.flatMap(unitsOf);
    this.agreements = data.agreements;
    this.lawRules = data.lawRules;
    this.#agencies = byCode(data.agencies);
    this.#kinds = byCode(data.taskKinds);
    this.#items = byCode(data.items);
    this.#urgencies = byCode(data.urgencies);
    this.#concepts = byCode(data.concepts);
    this.#wordless = wordlessOf(data);
    this.#scales = byCode(data.scales);
    this.#grades = gradesOf(data);
    this.#bases = byCode(data.lawfulBases);
    this.#skills = byCode(data.skills);
    this.#powers = byCode(data.legalPowers);
    this.#clocks = byCode(data.clocks);
    this.#declineReasons = byCode(data.declineReasons);
    this.#keys = new Map(keys.map((key) => [key.kid, key]));
    const active = keys.filter(({ status }) => status === 'active');
    this.#activeKeys = new Map(active.map((key) => [keyPlace(key.member, key.use), key]));
    const needs = new Map(data.declineReasons.map(({ code, needs: facts }) => [code, facts]));
    this.rules = {
      kind: (code) => this.kind(code),
      unit: (agency, unit) => this.unitExists(agency, unit),
      declineNeeds: (reason) => needs.get(reason) ?? [],
      clocks: data.clocks,
    };
  }

  /** Every agency's words, ready to be translated; built when it is first asked for. */
  get lexicon(): Lexicon {
    return (this.#lexicon ??= lexiconOfData(this.bundle.data));
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
  kind(code: string): TaskKindEntry | undefined {
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

  /** The shared concept with this code. */
  concept(code: string): Concept | undefined {
    return this.#concepts.get(code);
  }

  /** Whether the directory says that the agency has no word for the concept; false where it says nothing. */
  hasNoWord(agency: string, concept: string): boolean {
    return this.#wordless.has(wordlessKey(agency, concept));
  }

  /** The urgency scale with this code. */
  scale(code: string): Scale | undefined {
    return this.#scales.get(code);
  }

  /** The grade with this code, such as `ambulance-arp.c2`. */
  grade(code: string): Grade | undefined {
    return this.#grades.get(code);
  }

  /** The lawful basis with this code. */
  lawfulBasis(code: string): LawfulBasis | undefined {
    return this.#bases.get(code);
  }

  /** The skill with this code. */
  skill(code: string): Skill | undefined {
    return this.#skills.get(code);
  }

  /** The legal power with this code. */
  legalPower(code: string): LegalPower | undefined {
    return this.#powers.get(code);
  }

  /** The clock of the law with this code. */
  clock(code: string): ClockEntry | undefined {
    return this.#clocks.get(code);
  }

  /** The reason to decline with this code, and the facts that it demands. */
  declineReason(code: string): DeclineReason | undefined {
    return this.#declineReasons.get(code);
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

const unitsOf = ({ code: agency, units, unitFacts = [] }: AgencyEntry): readonly KnownUnit[] =>
  units.map((unit) => ({ ...unitFacts.find((facts) => facts.unit === unit), agency, unit }));

const byCode = <T extends { readonly code: string }>(entries: readonly T[]): ReadonlyMap<string, T> =>
  new Map(entries.map((entry) => [entry.code, entry]));
