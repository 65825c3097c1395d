import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Opener } from '#contracts';
import { UsageError, type Arguments } from './arguments.js';
import type { World } from './command.js';

type Jwk = JsonWebKey & { readonly kid?: unknown };

/**
 * Opens sealed parts with the custodian's private key: an X25519 JWK with its `kid`, alone in the file `--key` or as its `sealing`.
 * Without `--key` it is the one that was made for the demonstration on this machine. Throws UsageError where there is none.
 */
export function custodianOpener(args: Arguments, { cwd, home }: World): Opener {
  const given = args.value('key');
  const made = join(home, 'keys', 'custodian', 'keys.json');
  if (given === undefined && !existsSync(made))
    throw new UsageError(['--key is missing: the file with the custodian’s private key.']);
  return openerIn(given === undefined ? made : resolve(cwd, given), given ?? made);
}

function openerIn(path: string, name: string): Opener {
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as Jwk & { readonly sealing?: Jwk };
    const { kid, ...jwk } = read.sealing ?? read;
    if (typeof kid === 'string' && jwk.kty === 'OKP' && jwk.crv === 'X25519')
      return new Opener({ kid, privateKey: createPrivateKey({ key: jwk, format: 'jwk' }) });
  } catch {
    // Told below without what stands in the file: it may be the key.
  }
  throw new UsageError([`${name} holds no private X25519 key as JWK with its kid.`]);
}
