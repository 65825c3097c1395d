import type { AgencyCode } from './task.js';
import type { Lexicon } from './terms-lexicon.js';
import type { Relationship, TermSet } from './terms.js';
import { toWords, type OwnWords } from './translation.js';

/** The word that travelled beside a code. */
export interface SentWord {
  readonly word: string;
  /** SOURCE is the word, TARGET the code. */
  readonly relationship: Relationship;
}

/** A code as its receiver is shown it, with the words of both sides. */
export interface BothWords {
  readonly code: string;
  readonly label: string;
  /** What the sender said; the label, as equivalent, where it gave the code itself. */
  readonly sender: SentWord;
  readonly receiver: OwnWords;
  /** True where one of the two words is not equivalent to the code. */
  readonly lossy: boolean;
  /** What is lost, in plain English; it quotes no word. */
  readonly sentence: string;
}

const HOW: Readonly<Record<Exclude<Relationship, 'equivalent'>, string>> = {
  'source-is-narrower-than-target': 'is narrower than the shared term',
  'source-is-broader-than-target': 'is broader than the shared term',
  'related-to': 'is only related to the shared term',
  'not-related-to': 'does not mean the shared term',
};

/** What the receiver is shown of a code. `sent` is absent where no word travelled, because the sender gave the code itself. */
export function bothWords(
  lexicon: Lexicon,
  shown: {
    readonly set: TermSet;
    readonly code: string;
    readonly receiver: AgencyCode;
    readonly sent?: SentWord;
  },
): BothWords {
  const { set, code, sent } = shown;
  const receiver = toWords(lexicon, { set, agency: shown.receiver, code });
  const { label } = receiver;
  const sender = sent ?? { word: label, relationship: 'equivalent' };
  const losses = [...senderLoss(sender), ...receiverLoss(receiver)];
  return {
    code,
    label,
    sender,
    receiver,
    lossy: losses.length > 0,
    sentence: losses.length > 0 ? losses.join(' ') : 'Both words mean the shared term.',
  };
}

const senderLoss = ({ relationship }: SentWord): readonly string[] =>
  relationship === 'equivalent' ? [] : [`The sender's word ${HOW[relationship]}.`];

function receiverLoss({ relationship, isWordless }: OwnWords): readonly string[] {
  if (relationship === 'equivalent') return [];
  if (relationship !== undefined) return [`Your own word ${HOW[relationship]}.`];
  return [
    isWordless ? 'You have no word for the shared term.' : 'No word of yours for the shared term is known.',
  ];
}
