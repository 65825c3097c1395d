import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { instantOf, type TermSet } from '#domain';

/** A class whose fields carry the checks of this file. */
export type Checked = new () => object;

/** Whether a field may be left out. */
export interface Presence {
  readonly optional?: boolean;
}

// One field has one message, whatever is wrong with it: what is expected there. A null is not a field left out.
const field = (presence: Presence, ...checks: PropertyDecorator[]): PropertyDecorator =>
  applyDecorators(...checks, ...(presence.optional ? [ValidateIf((_, value) => value !== undefined)] : []));

/** A code of the directory or of a fixed list, in its written form only. */
export const Code = (presence: Presence = {}): PropertyDecorator => {
  const message = 'expected a code: lower-case letters, digits and hyphens, at most 64';
  return field(presence, IsString({ message }), Matches(/^[a-z0-9][a-z0-9-]{0,63}$/, { message }));
};

/** A list of codes. */
export const Codes = (most: number, presence: Presence = {}): PropertyDecorator => {
  const message = `expected a list of at most ${most} codes`;
  return field(
    presence,
    IsArray({ message }),
    ArrayMaxSize(most, { message }),
    Matches(/^[a-z0-9][a-z0-9-]{0,63}$/, { message, each: true }),
  );
};

/** A UUID; one text for one id, since ids become part of subjects. */
export const Id = (presence: Presence = {}): PropertyDecorator => {
  const message = 'expected a UUID in lower case';
  return field(presence, IsString({ message }), Matches(UUID, { message }));
};

/** The written form of an id. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What a field can be said in an agency's own words for. */
export type WordSet = Exclude<TermSet, 'concept' | 'item'> | 'urgency' | 'grade';

const wordFields = new Map<object, Map<string, WordSet>>();

/** A code of the directory, or a word of an agency's own language for one. */
export const Word = (of: WordSet, presence: Presence = {}): PropertyDecorator => {
  const message = 'expected a code, or a word of your own for one: 1 to 200 characters';
  const noted: PropertyDecorator = (target, name) => {
    wordFields.set(target, (wordFields.get(target) ?? new Map<string, WordSet>()).set(String(name), of));
  };
  return applyDecorators(noted, field(presence, IsString({ message }), Length(1, 200, { message })));
};

/** The fields of a body that may be said in own words, with what they are words for; also those it inherits. */
export function wordFieldsOf(form: Checked): ReadonlyMap<string, WordSet> {
  const found: [string, WordSet][] = [];
  for (let at = form.prototype as object; at !== Object.prototype; at = Object.getPrototypeOf(at) as object)
    found.push(...(wordFields.get(at) ?? []));
  return new Map(found);
}

/** A list of UUIDs, at least one. */
export const Ids = (most: number): PropertyDecorator => {
  const message = `expected a list of 1 to ${most} UUIDs in lower case`;
  return field(
    {},
    IsArray({ message }),
    ArrayMinSize(1, { message }),
    ArrayMaxSize(most, { message }),
    Matches(UUID, { message, each: true }),
  );
};

/** Text of 1 to `most` characters. */
export const Text = (most: number, presence: Presence = {}): PropertyDecorator => {
  const message = `expected a text of 1 to ${most} characters`;
  return field(presence, IsString({ message }), Length(1, most, { message }));
};

/** A shared secret: 32 to 500 characters. */
export const Secret = (): PropertyDecorator => {
  const message = 'expected a text of 32 to 500 characters';
  return field({}, IsString({ message }), Length(32, 500, { message }));
};

/** One of a fixed list. */
export const OneOf = (list: readonly string[], presence: Presence = {}): PropertyDecorator => {
  const message = `expected one of: ${list.join(', ')}`;
  return field(presence, IsString({ message }), IsIn(list, { message }));
};

/** Some of a fixed list, none of them twice. */
export const ManyOf = (list: readonly string[], presence: Presence = {}): PropertyDecorator => {
  const message = `expected a list of some of: ${list.join(', ')}`;
  return field(
    presence,
    IsArray({ message }),
    ArrayUnique({ message }),
    ArrayMaxSize(list.length, { message }),
    IsIn(list, { message, each: true }),
  );
};

/** An instant: ISO 8601 date and time with an offset. */
export const Instant = (presence: Presence = {}): PropertyDecorator => {
  const message = 'expected an ISO 8601 date and time with an offset, such as 2031-01-17T21:42:00Z';
  return field(presence, IsString({ message }), Matches(INSTANT, { message }), isRealDate(message));
};

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

const isRealDate = (message: string): PropertyDecorator =>
  ValidateBy(
    { name: 'isRealDate', validator: { validate: (value) => instantOf(String(value)) !== undefined } },
    { message },
  );

/** A whole number between two bounds, both allowed. */
export const Whole = (least: number, most: number, presence: Presence = {}): PropertyDecorator => {
  const message = `expected a whole number from ${least} to ${most}`;
  return field(presence, IsInt({ message }), Min(least, { message }), Max(most, { message }));
};

/** A whole number written in digits, as queries carry it. */
export const Digits = (most: number, presence: Presence = {}): PropertyDecorator => {
  const message = `expected at most ${most} digits`;
  return field(presence, IsString({ message }), Matches(new RegExp(`^\\d{1,${most}}$`), { message }));
};

/** A place in the feed, as its reader was told it. */
export const Place = (presence: Presence = {}): PropertyDecorator => {
  const message = 'expected the id of an event of the feed';
  return field(presence, IsString({ message }), Matches(/^\d{1,15}(\.[0-9a-f]{8})?$/, { message }));
};

/** True or false. */
export const Flag = (presence: Presence = {}): PropertyDecorator =>
  field(presence, IsBoolean({ message: 'expected true or false' }));

/** Any JSON, or nothing: judged elsewhere. */
export const Anything = (): PropertyDecorator => field({ optional: true }, Allow());

/** An object with whatever fields its writer gives it. */
export const Content = (): PropertyDecorator => field({}, IsObject({ message: 'expected an object' }));

/** One object of a class of this edge. */
export const Part = (of: () => new () => object, presence: Presence = {}): PropertyDecorator => {
  const message = 'expected an object';
  return field(presence, IsObject({ message }), ValidateNested({ message }), Type(of));
};

/** A list of objects of a class of this edge. */
export const Parts = (
  of: () => new () => object,
  most: number,
  presence: Presence = {},
): PropertyDecorator => {
  const message = `expected a list of at most ${most} objects`;
  return field(
    presence,
    IsArray({ message }),
    ArrayMaxSize(most, { message }),
    IsObject({ message, each: true }),
    ValidateNested({ message, each: true }),
    Type(of),
  );
};

/** An http or https address without a name or password in it. */
export const WebAddress = (): PropertyDecorator => {
  const message = 'expected an http or https URL without user name, at most 2000 characters';
  return field(
    {},
    IsString({ message }),
    Length(1, 2000, { message }),
    ValidateBy({ name: 'isWebAddress', validator: { validate: isWebAddress } }, { message }),
  );
};

function isWebAddress(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}
