import 'reflect-metadata';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, ValidateBy, ValidateIf, ValidateNested } from 'class-validator';

/** Code sets whose members the directory lists. `member` is an agency, `keeper` or `audit`. */
export const CODE_SETS = [
  'agency',
  'unit',
  'member',
  'taskKind',
  'item',
  'urgency',
  'declineReason',
  'absentReason',
  'outcome',
  'actorRole',
  'rule',
  'basis',
  'purpose',
  'overrideReason',
  'grade',
  'lawRule',
  'slot',
  'clock',
  'clockReason',
  'skill',
  'language',
  'employer',
] as const;
/** One of `CODE_SETS`. */
export type CodeSet = (typeof CODE_SETS)[number];

/**
 * What a signed property may be. The signed part of a message is permanent, so a property is a closed-list code, an
 * id, a time, a number, a hash or a signature, or an object or list of these. There is no kind for a free string.
 */
export type PermanentKind =
  | { readonly is: 'code'; readonly set: CodeSet }
  | { readonly is: 'one-of'; readonly values: readonly (string | boolean)[] }
  | { readonly is: 'id' | 'time' | 'count' | 'hash' | 'signature' | 'opaque' | 'source' | 'log-name' }
  | { readonly is: 'object'; readonly of: () => new () => object };

/** A property of a permanent class, as its decorators declare it. */
export interface PermanentProperty {
  readonly name: string;
  readonly kind: PermanentKind;
  readonly list: boolean;
  /** Most entries of a list. */
  readonly max: number;
  readonly optional: boolean;
}

const PATTERNS = {
  code: /^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/,
  id: /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  time: /^(?:19|2\d)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/,
  hash: /^[A-Za-z0-9_-]{43}$/,
  signature: /^[A-Za-z0-9_-]{86}$/,
  opaque: /^[A-Za-z0-9_-]{22}$/,
  source: /^\/[a-z][a-z0-9-]{0,31}(?:\/[a-z][a-z0-9-]{0,47})?$/,
  'log-name': /^concordat\/[a-z0-9][a-z0-9./-]{0,47}$/,
} as const;

/** Kinds whose values are texts of one pattern. */
export type PatternKind = keyof typeof PATTERNS;

/** The pattern of a text kind, as JSON Schema writes it; undefined for the other kinds. */
export const patternOf = (kind: PermanentKind): string | undefined =>
  kind.is in PATTERNS ? PATTERNS[kind.is as PatternKind].source : undefined;

const PROPERTIES = Symbol('concordat:permanent');

/** The permanent properties that a class declares, own and inherited. */
export function permanentProperties(target: new () => object): readonly PermanentProperty[] {
  return (
    (Reflect.getMetadata(PROPERTIES, target.prototype as object) as PermanentProperty[] | undefined) ?? []
  );
}

function accepts(kind: PermanentKind, value: unknown): boolean {
  switch (kind.is) {
    case 'one-of':
      return kind.values.includes(value as string);
    case 'count':
      return Number.isSafeInteger(value) && (value as number) >= 0;
    case 'time':
      return typeof value === 'string' && PATTERNS.time.test(value) && isDay(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === 'string' && PATTERNS[kind.is].test(value);
  }
}

/** The pattern takes 31 February; stores do not. */
const isDay = (time: string): boolean => new Date(time).toISOString() === time;

/** How a property is declared: once or as a list (at most `max` entries), required or not. */
export interface Shape {
  readonly list?: boolean;
  readonly optional?: boolean;
  readonly max?: number;
}

const say = (kind: PermanentKind): string =>
  kind.is === 'code'
    ? `a code of ${kind.set}`
    : kind.is === 'one-of'
      ? `one of ${kind.values.join(', ')}`
      : `a ${kind.is}`;

function permanent(kind: PermanentKind, shape: Shape): PropertyDecorator {
  const { list = false, optional = false, max = 200 } = shape;
  return (target, name) => {
    const known = (Reflect.getMetadata(PROPERTIES, target) as PermanentProperty[] | undefined) ?? [];
    Reflect.defineMetadata(PROPERTIES, [...known, { name: String(name), kind, list, max, optional }], target);
    // IsOptional would take null as well, and null would be a second way to say nothing.
    if (optional) ValidateIf((_of, value: unknown) => value !== undefined)(target, name);
    if (list) {
      IsArray()(target, name);
      ArrayMaxSize(max)(target, name);
    }
    ValidateBy(
      {
        name: `permanent-${kind.is}`,
        constraints: [kind],
        validator: {
          validate: (value) => accepts(kind, value),
          defaultMessage: (args) => `${args?.property ?? ''} must be ${say(kind)}`,
        },
      },
      { each: list },
    )(target, name);
    if (kind.is === 'object') {
      ValidateNested({ each: list })(target, name);
      Type(kind.of)(target, name);
    }
  };
}

/** A code of a set that the directory lists. */
export const Code = (set: CodeSet, shape: Shape = {}): PropertyDecorator =>
  permanent({ is: 'code', set }, shape);
/** One of a list that is fixed in the code. */
export const OneOf = (values: readonly (string | boolean)[], shape: Shape = {}): PropertyDecorator =>
  permanent({ is: 'one-of', values }, shape);
/** A random UUID (version 4 or 7, lower case). */
export const Id = (shape: Shape = {}): PropertyDecorator => permanent({ is: 'id' }, shape);
/** RFC 3339 in UTC with milliseconds. */
export const Time = (shape: Shape = {}): PropertyDecorator => permanent({ is: 'time' }, shape);
/** A whole number from 0 to 2^53-1. */
export const Count = (shape: Shape = {}): PropertyDecorator => permanent({ is: 'count' }, shape);
/** SHA-256, base64url. */
export const Hash = (shape: Shape = {}): PropertyDecorator => permanent({ is: 'hash' }, shape);
/** An Ed25519 signature, base64url. */
export const Signature = (shape: Shape = {}): PropertyDecorator => permanent({ is: 'signature' }, shape);
/** 16 bytes that only their maker can resolve, base64url. */
export const Opaque = (shape: Shape = {}): PropertyDecorator => permanent({ is: 'opaque' }, shape);
/** A CloudEvents source: `/agency/unit`, `/keeper` or `/audit`. */
export const Source = (shape: Shape = {}): PropertyDecorator => permanent({ is: 'source' }, shape);
/** The origin line of a log: `concordat/...`. */
export const LogName = (shape: Shape = {}): PropertyDecorator => permanent({ is: 'log-name' }, shape);
/** Another permanent class. */
export const Nested = (of: () => new () => object, shape: Shape = {}): PropertyDecorator =>
  permanent({ is: 'object', of }, shape);

/** A code found in an event, and where. */
export interface UsedCode {
  readonly set: CodeSet;
  readonly value: string;
  readonly pointer: string;
}

/** Every directory code that an instance of a permanent class uses, with its place as a JSON pointer. */
export function usedCodes(of: new () => object, value: object, at = ''): UsedCode[] {
  return permanentProperties(of).flatMap((property) => {
    const held = (value as Record<string, unknown>)[property.name];
    if (held === undefined || held === null) return [];
    const entries: readonly unknown[] = property.list ? (held as unknown[]) : [held];
    return entries.flatMap((entry, index) => {
      const pointer = `${at}/${property.name}${property.list ? `/${index}` : ''}`;
      if (property.kind.is === 'code') return [{ set: property.kind.set, value: String(entry), pointer }];
      if (property.kind.is === 'object') return usedCodes(property.kind.of(), entry as object, pointer);
      return [];
    });
  });
}

/**
 * Every place where a parsed object breaks its permanent class, as JSON pointers; none for an object that fits. An
 * unknown name is given as `*`, since the name itself may be a free word. It judges by the same declarations as
 * class-validator does, in one walk that costs a tenth: every reader does this for every event.
 */
export function permanentFaults(of: new () => object, value: Record<string, unknown>, at = ''): string[] {
  const properties = permanentProperties(of);
  const faults: string[] = [];
  let known = 0;
  for (const property of properties) {
    const held = value[property.name];
    if (Object.hasOwn(value, property.name)) known += 1;
    if (held === undefined) {
      if (!property.optional) faults.push(`${at}/${property.name}`);
    } else faults.push(...propertyFaults(property, held, `${at}/${property.name}`));
  }
  if (Object.keys(value).length > known) faults.push(`${at}/*`);
  return faults;
}

function propertyFaults({ kind, list, max }: PermanentProperty, held: unknown, at: string): string[] {
  if (!list) return entryFaults(kind, held, at);
  if (!Array.isArray(held) || held.length > max) return [at];
  return held.flatMap((entry, index) => entryFaults(kind, entry, `${at}/${index}`));
}

function entryFaults(kind: PermanentKind, entry: unknown, at: string): string[] {
  if (!accepts(kind, entry)) return [at];
  return kind.is === 'object' ? permanentFaults(kind.of(), entry as Record<string, unknown>, at) : [];
}
