import type { DirectoryBundle } from '#directory';
import { SIGNATURE_TYPE, formatVerifierKey, noteVerifier } from '#transparency';
import { witnessName } from './cosignatures.js';

/**
 * The keys that sign checkpoints of the log `origin` and those that cosign them by this directory, as C2SP signed-note writes
 * verifier keys: the log's own first, then the witnesses by name.
 */
export function logKeys({ keys }: Pick<DirectoryBundle, 'keys'>, origin: string): readonly string[] {
  const active = keys.filter(({ status }) => status === 'active');
  const own = active.filter(({ member, use }) => member === 'audit' && use === 'log');
  const witnesses = active.filter(({ use }) => use === 'witness');
  return [
    ...own.map(({ x }) => vkey(origin, SIGNATURE_TYPE.ed25519, x)),
    ...witnesses.map(({ member, x }) => vkey(witnessName(member), SIGNATURE_TYPE.cosignature, x)).sort(),
  ];
}

const vkey = (name: string, type: (typeof SIGNATURE_TYPE)[keyof typeof SIGNATURE_TYPE], x: string): string =>
  formatVerifierKey(noteVerifier(name, type, Buffer.from(x, 'base64url')));
