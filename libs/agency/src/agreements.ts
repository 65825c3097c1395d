import { indexAgreements, type AgreementIndex } from '#domain';
import type { Directory } from '#directory';

const made = new WeakMap<Directory, AgreementIndex>();

/** The agreements of a directory, ready to be asked; made once for each directory. */
export function agreementIndexOf(directory: Directory): AgreementIndex {
  const known = made.get(directory);
  if (known) return known;
  const index = indexAgreements(directory.agreements);
  made.set(directory, index);
  return index;
}
