import type { Choice } from './text-field.js';

const HOLD_GROUNDS = [
  ['legal-claim', 'A legal claim'],
  ['coroner', 'A coroner’s investigation'],
  ['court-order', 'An order of a court'],
  ['regulator', 'A regulator asks for it'],
  ['complaint', 'A complaint'],
  ['police-investigation', 'A police investigation'],
] as const;
const ERASURE_GROUNDS = [
  ['no-longer-necessary', 'The information is no longer necessary'],
  ['consent-withdrawn', 'Consent was withdrawn'],
  ['objection', 'The person objects'],
  ['unlawfully-processed', 'It was shared unlawfully'],
  ['legal-obligation', 'The law demands it'],
  ['retention-ended', 'The time for which it is kept has passed'],
] as const;
const ERASURE_AUTHORITIES = [
  ['data-subject-request', 'A request of the person'],
  ['data-protection-officer', 'The data protection officer'],
  ['court-order', 'An order of a court'],
  ['regulator', 'A regulator'],
  ['retention-schedule', 'The retention schedule'],
] as const;

const choices =
  (pairs: readonly (readonly [value: string, text: string])[]) =>
  (chosen = ''): readonly Choice[] =>
    pairs.map(([value, text]) => ({ value, text, checked: value === chosen }));
const textOf =
  (pairs: readonly (readonly [value: string, text: string])[]) =>
  (code: string): string =>
    pairs.find(([value]) => value === code)?.[1] ?? code.replaceAll('-', ' ');

/** Why records must not be erased for now, as radios. */
export const holdGrounds = choices(HOLD_GROUNDS);
/** Why values are destroyed, as radios. */
export const erasureGrounds = choices(ERASURE_GROUNDS);
/** On whose word, as radios. */
export const erasureAuthorities = choices(ERASURE_AUTHORITIES);
/** The ground of a hold in words. */
export const holdGround = textOf(HOLD_GROUNDS);
/** The ground of an erasure in words. */
export const erasureGround = textOf(ERASURE_GROUNDS);
/** On whose word an erasure was done, in words. */
export const erasureAuthority = textOf(ERASURE_AUTHORITIES);
