import { randomBytes } from 'node:crypto';
import { commitTo } from '#contracts';

/** Words as they are kept beside a leaf, and the commitment that stands in it: whoever has words and salt can show that they are its. */
export interface CommittedWords {
  readonly words: string;
  /** base64url. */
  readonly salt: string;
  readonly commitment: string;
}

/** Commits to the words of an act under a fresh salt. */
export function committed(words: string): CommittedWords {
  const salt = randomBytes(32);
  return { words, salt: salt.toString('base64url'), commitment: commitTo(words, salt, 'words') };
}
