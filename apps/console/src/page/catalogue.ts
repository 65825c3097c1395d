import { capital } from './code-words.js';

/** A code with what it is called. */
export interface Entry {
  readonly code: string;
  readonly label: string;
  readonly meaning?: string;
}

/** A unit of an agency. */
export interface Party {
  readonly agency: string;
  readonly unit: string;
}

/** A kind of task that one's agency may ask for. */
export interface Kind extends Omit<Entry, 'meaning'> {
  readonly word: string;
  readonly definition: string;
  readonly mayBeAsked: readonly string[];
  readonly defaultUrgency: string;
  readonly decideWithinMinutes: number;
  readonly needs: readonly (readonly string[])[];
  readonly expects: readonly string[];
  readonly asksForItems: boolean;
}

/** A grade of one's own agency. */
export interface Grade {
  readonly code: string;
  readonly word: string;
  readonly label?: string;
  readonly scale: string;
  readonly minutes: number | null;
  readonly clockTo: string;
  readonly urgency: string;
  readonly typical?: string;
}

/** Why an item has no value. */
export interface Reason extends Omit<Entry, 'meaning'> {
  readonly example?: string;
  readonly state: string;
  /** Fields that it demands, each with what it says. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What an agency's service answers to GET /catalogue, as far as these pages read it. */
export interface Catalogue {
  readonly agency: string;
  readonly modes: readonly string[];
  readonly units: readonly { readonly code: string; readonly name: string }[];
  readonly kinds: readonly Kind[];
  readonly grades: readonly Grade[];
  readonly urgencies: readonly (Entry & { readonly minutes: number | null })[];
  readonly agencies: readonly {
    readonly code: string;
    readonly name: string;
    readonly telephone?: string;
    readonly units: readonly { readonly code: string; readonly name: string }[];
  }[];
  readonly items: readonly (Entry & {
    readonly values?: readonly string[];
    /** Codes of the agencies that typically hold it. */
    readonly heldBy?: readonly string[];
  })[];
  readonly absentReasons: readonly Reason[];
  readonly sourceKinds: readonly string[];
  readonly purposes: readonly Entry[];
  readonly bases: readonly Entry[];
  readonly languages: readonly Entry[];
  readonly areas: readonly Entry[];
  readonly itemRefusals: Readonly<Record<string, string>>;
  /** Why somebody may override an agreement in an emergency, and in which roles; no role where no agreement lets this agency. */
  readonly overrideReasons: readonly Entry[];
  readonly overrideRoles: readonly Entry[];
}

/** The kind with this code, if one's agency may ask for it. */
export const kindOf = ({ kinds }: Catalogue, code: string | undefined): Kind | undefined =>
  kinds.find((kind) => kind.code === code);

/** What an item is called. */
export const itemLabel = ({ items }: Catalogue, code: string): string =>
  items.find((item) => item.code === code)?.label ?? code;

/** "Crisis team, Wealdmere Mental Health NHS Trust". */
export function partyText({ agencies }: Pick<Catalogue, 'agencies'>, { agency, unit }: Party): string {
  const found = agencies.find(({ code }) => code === agency);
  const name = found?.units.find(({ code }) => code === unit)?.name ?? unit;
  return `${capital(name)}, ${found?.name ?? agency}`;
}

/** A unit as one value of a form: `agency/unit`. */
export const partyValue = ({ agency, unit }: Party): string => `${agency}/${unit}`;

/** The unit that a value of a form names. */
export function partyIn(value: string): Party | undefined {
  const [agency, unit, ...rest] = value.split('/');
  return agency && unit && rest.length === 0 ? { agency, unit } : undefined;
}

/** "40 minutes", "4 hours", "3 days"; null minutes promise no time. */
export function minutesText(minutes: number | null): string {
  if (minutes === null) return 'no set time';
  if (minutes === 0) return 'at once';
  const [count, what] =
    minutes % 1440 === 0
      ? [minutes / 1440, 'day']
      : minutes % 60 === 0
        ? [minutes / 60, 'hour']
        : [minutes, 'minute'];
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
