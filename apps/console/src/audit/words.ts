import { plain } from '../page/code-words.js';

/** A code and what people call it. */
export interface Label {
  readonly code: string;
  readonly label: string;
}

/** What the audit service answers to GET /labels. */
export interface Labels {
  readonly agencies: readonly (Label & { readonly units: readonly string[] })[];
  readonly kinds: readonly Label[];
  readonly items: readonly Label[];
  readonly absentReasons: readonly Label[];
  readonly declineReasons: readonly Label[];
  readonly overrideReasons: readonly Label[];
  readonly roles: readonly Label[];
  readonly urgencies: readonly Label[];
  readonly rules: readonly Label[];
  readonly lawRules: readonly Label[];
}

/** A party of a task: an agency, with its unit where that is known. */
export interface PartyCodes {
  readonly agency: string;
  readonly unit?: string | null | undefined;
}

/** What the codes of the log are called; an unknown code is written as words. */
export class Words {
  private readonly byList = new Map<readonly Label[], ReadonlyMap<string, string>>();

  constructor(readonly labels: Labels) {}

  agency(code: string): string {
    return this.in(this.labels.agencies, code);
  }

  /** "Wealdmere Police, control room". */
  party({ agency, unit }: PartyCodes): string {
    return unit ? `${this.agency(agency)}, ${plain(unit)}` : this.agency(agency);
  }

  kind(code: string | null): string {
    return code === null
      ? 'a task whose request the log does not have yet'
      : this.in(this.labels.kinds, code);
  }

  /** Without what a label adds in brackets for people who fill in a form. */
  item(code: string): string {
    return this.in(this.labels.items, code).replace(/ \(.*$/, '');
  }

  absent(code: string): string {
    return this.in(this.labels.absentReasons, code);
  }

  decline(code: string): string {
    return this.in(this.labels.declineReasons, code);
  }

  override(code: string): string {
    return this.in(this.labels.overrideReasons, code);
  }

  role(code: string): string {
    return this.in(this.labels.roles, code);
  }

  /** A code of whatever list has it; else as words. */
  any(code: string): string {
    return this.known(code) ?? plain(code);
  }

  /** What a code of any list is called, items without what stands in brackets; undefined where no list has it. */
  known(code: string): string | undefined {
    const { agencies, kinds, declineReasons, overrideReasons, roles, urgencies } = this.labels;
    const { absentReasons, items, lawRules } = this.labels;
    const lists = [
      agencies,
      kinds,
      declineReasons,
      overrideReasons,
      roles,
      urgencies,
      absentReasons,
      lawRules,
    ];
    const found = [...lists, items].find((list) => list.some((one) => one.code === code));
    return found === items ? this.item(code) : found && this.in(found, code);
  }

  private in(list: readonly Label[], code: string): string {
    const known = this.byList.get(list) ?? new Map(list.map(({ code: one, label }) => [one, label] as const));
    this.byList.set(list, known);
    return known.get(code) ?? plain(code);
  }
}
