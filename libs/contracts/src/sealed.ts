import { randomBytes } from 'node:crypto';
import { RELATIONSHIPS, type RefusedItemReason, type Relationship } from '#domain';
import { commitTo, opens } from './commitment.js';
import { isJsonObject, isPlainJson, readJson } from './json.js';
import { sealedHash, type Opener } from './jwe.js';
import type { ItemData } from './events/task-events.js';
import { WireError } from './wire-error.js';

/** The sealed side of one item: place for place the counterpart of the event's `data.items`. */
export interface SealedItem {
  /** 32 random bytes, base64url. */
  readonly salt: string;
  /** The value; null when the item is absent. */
  readonly value: unknown;
  /** Who or what it came from, by name. */
  readonly source?: string;
  /** Free words beside it. */
  readonly note?: string;
  /** Which system was searched without a match, and for which spelling or description. */
  readonly searchedSystem?: string;
  readonly searchedFor?: string;
}

/** What stands in the place of an item that the receiver's service took out: no agreement covered it. */
export interface StrippedItem {
  readonly refused: RefusedItemReason;
}

/** The fields of an event whose codes the sender may have said in its own word. */
export const WORD_FIELDS = ['kind', 'urgency', 'reason', 'outcome', 'unit', 'to'] as const;

/** The sender's own words for codes of the event, each with its relation to the code (FHIR R5 ConceptMap). */
export type Words = Readonly<
  Partial<
    Record<(typeof WORD_FIELDS)[number], { readonly word: string; readonly relationship: Relationship }>
  >
>;

/** Everything of an event that is a value or a free word; travels as JWE, never in the signed part. */
export interface SealedContent {
  /** What travels is a `SealedItem` in every place; `openSealed` takes nothing else. */
  readonly items?: readonly (SealedItem | StrippedItem)[];
  /** What the speaker says in free words. */
  readonly note?: string;
  /** The useful fact of a decline: next space, earliest time, what would change the answer. Or the terms of a counter-offer. */
  readonly fact?: string;
  /** What is promised, or the condition of an acceptance. */
  readonly promise?: string;
  /** The sender's own words for the codes of the event. */
  readonly words?: Words;
}

/** Levels of nesting that an item's value may have, with the content around it. */
const LEVELS = 32;

/**
 * Salts a value and commits to it: the two sides of one item. `value` undefined means absent. Throws WireError MALFORMED
 * on a value that readers would refuse: nested too deep, not finite, or with a text that is none.
 */
export function sealItem(item: Partial<Omit<SealedItem, 'salt'>>): {
  sealed: SealedItem;
  commitment: string;
} {
  const salt = randomBytes(32);
  const value = item.value ?? null;
  if (!isPlainJson(value, LEVELS - 4)) throw new WireError('MALFORMED', 'value');
  const { source, note, searchedSystem, searchedFor } = item;
  return {
    sealed: {
      salt: salt.toString('base64url'),
      value,
      ...(source && { source }),
      ...(note && { note }),
      ...(searchedSystem && { searchedSystem }),
      ...(searchedFor && { searchedFor }),
    },
    commitment: commitTo(value, salt),
  };
}

/**
 * Opens the sealed part of a verified event and checks it against what was signed. Throws WireError SEALED_MISMATCH,
 * CANNOT_OPEN, MALFORMED or COMMITMENT_MISMATCH.
 */
export function openSealed(
  event: { readonly sealedhash?: string; readonly data: object },
  sealed: string | undefined,
  opener: Opener,
): SealedContent {
  checkSealedHash(event, sealed);
  if (sealed === undefined) throw new WireError('SEALED_MISMATCH');
  const content = parseContent(opener.open(sealed));
  const items = (event.data as { items?: ItemData[] }).items ?? [];
  if (items.length !== (content.items?.length ?? 0)) throw new WireError('COMMITMENT_MISMATCH', 'items');
  items.forEach((item, index) => {
    const { salt, value } = content.items?.[index] as SealedItem;
    if (!opens(item.commitment, value, Buffer.from(salt, 'base64url'))) {
      throw new WireError('COMMITMENT_MISMATCH', `/data/items/${index}`);
    }
    if ((value === null) === (item.absent === undefined))
      throw new WireError('COMMITMENT_MISMATCH', `/data/items/${index}`);
  });
  return content;
}

/** Throws WireError SEALED_MISMATCH when the sealed part is not the very text that the event was signed with. */
export function checkSealedHash(event: { sealedhash?: string }, sealed: string | undefined): void {
  if (sealed === undefined ? event.sealedhash !== undefined : sealedHash(sealed) !== event.sealedhash) {
    throw new WireError('SEALED_MISMATCH');
  }
}

function parseContent(text: string): SealedContent {
  const content = readJson(text, LEVELS);
  if (!isContent(content)) throw new WireError('MALFORMED', 'sealed');
  return content;
}

function isContent(content: unknown): content is SealedContent {
  if (!isJsonObject(content)) return false;
  const { items, note, fact, promise, words } = content;
  return (
    (items === undefined || (Array.isArray(items) && items.every(isSealedItem))) &&
    isTextOrNone(note) &&
    isTextOrNone(fact) &&
    isTextOrNone(promise) &&
    (words === undefined || isWords(words))
  );
}

const isTextOrNone = (value: unknown): boolean => value === undefined || typeof value === 'string';

const isWords = (words: unknown): boolean =>
  isJsonObject(words) &&
  Object.entries(words).every(
    ([field, said]) =>
      WORD_FIELDS.some((known) => known === field) &&
      isJsonObject(said) &&
      typeof said['word'] === 'string' &&
      RELATIONSHIPS.some((known) => known === said['relationship']),
  );

function isSealedItem(item: unknown): item is SealedItem {
  if (!isJsonObject(item)) return false;
  const { salt, value, source, note, searchedSystem, searchedFor } = item;
  return (
    typeof salt === 'string' &&
    /^[A-Za-z0-9_-]{43}$/.test(salt) &&
    value !== undefined &&
    [source, note, searchedSystem, searchedFor].every(isTextOrNone)
  );
}
