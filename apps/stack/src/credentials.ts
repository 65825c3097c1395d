import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshKeyPair, type PrivateJwk } from '#contracts';
import { keyId, type KeyUse, type MemberKey } from '#directory';
import { createTransportKey, transportPublicKey } from '#messaging';

/** Files of one member, for its service's environment. */
export interface MemberFiles {
  /** Private JWKs by use. */
  readonly keys: string;
  /** nkey seed. */
  readonly seed: string;
  /** JSON list of `{ name, sha256 }`, with a `role` for the audit service: the tokens that the service accepts. */
  readonly tokens: string;
  /** The demonstration token itself, in clear: for the person who runs the system. The custodian's is one of the audit service. */
  readonly token: string;
}

/** Everything that was made, or found again, for one running system. */
export interface Credentials {
  readonly members: Readonly<Record<string, MemberFiles>>;
  /** Public nkeys by member, with `system` for the broker's system account. */
  readonly nkeys: Readonly<Record<string, string>>;
  readonly systemSeed: string;
  /** Public keys of all members, as the keeper puts them into the directory. */
  readonly memberKeys: string;
  /** The keeper's public signing key, pinned by every service. */
  readonly keeperKey: string;
  /** Key of the index tokens, which only the agencies hold. */
  readonly indexKey: string;
}

const USES: Readonly<Record<string, readonly KeyUse[]>> = {
  keeper: ['signing'],
  audit: ['signing', 'log'],
  custodian: ['sealing'],
};
const AGENCY_USES: readonly KeyUse[] = ['signing', 'sealing', 'witness'];

/**
 * Makes the keys and tokens of all members under `dir`, or finds them again: nothing that exists is made anew. Private
 * files are readable by their owner alone. The custodian's private key is made here too, and no service is told of it.
 */
export function makeCredentials(dir: string, agencies: readonly string[]): Credentials {
  const members = ['keeper', 'audit', 'custodian', ...agencies];
  const files = Object.fromEntries(members.map((member) => [member, memberFiles(dir, member)]));
  const publicKeys = members.flatMap((member) => ensureKeys(files[member] as MemberFiles, member));
  const systemSeed = join(dir, 'system.seed');
  const transport = [...members.filter((member) => member !== 'custodian')];
  const nkeys = Object.fromEntries(
    transport.map((member) => [member, ensureSeed((files[member] as MemberFiles).seed)]),
  );
  members.forEach((member) => ensureToken(files[member] as MemberFiles, member));
  admitCustodian(files);
  const memberKeys = join(dir, 'member-keys.json');
  replace(memberKeys, JSON.stringify(publicKeys, null, 2));
  const keeperKey = join(dir, 'keeper.public.json');
  const keeper = publicKeys.find((key) => key.member === 'keeper') as MemberKey;
  replace(keeperKey, JSON.stringify({ kty: 'OKP', crv: keeper.crv, x: keeper.x, kid: keeper.kid }));
  const indexKey = join(dir, 'index.key');
  if (!existsSync(indexKey)) replace(indexKey, randomBytes(32).toString('base64url'));
  return {
    members: files,
    nkeys: { ...nkeys, system: ensureSeed(systemSeed) },
    systemSeed,
    memberKeys,
    keeperKey,
    indexKey,
  };
}

/** The demonstration token of a member. */
export const readToken = (files: MemberFiles): string => readFileSync(files.token, 'utf8').trim();

function memberFiles(dir: string, member: string): MemberFiles {
  const own = join(dir, member);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  return {
    keys: join(own, 'keys.json'),
    seed: join(own, 'nats.seed'),
    tokens: join(own, 'tokens.json'),
    token: join(own, 'token'),
  };
}

type NamedJwk = PrivateJwk & { readonly kid: string };

function ensureKeys({ keys }: MemberFiles, member: string): MemberKey[] {
  const uses = USES[member] ?? AGENCY_USES;
  if (!existsSync(keys)) {
    replace(keys, JSON.stringify(Object.fromEntries(uses.map((use) => [use, newKey(use)])), null, 2));
  }
  const made = JSON.parse(readFileSync(keys, 'utf8')) as Record<string, NamedJwk>;
  return uses.map((use) => {
    const { kid, x, crv } = made[use] as NamedJwk;
    return { member, use, kid, x, crv, status: 'active' };
  });
}

function newKey(use: KeyUse): NamedJwk {
  const { jwk } = freshKeyPair(use === 'sealing' ? 'X25519' : 'Ed25519');
  return { ...jwk, kid: keyId(jwk.crv, jwk.x) };
}

function ensureSeed(file: string): string {
  if (existsSync(file)) return transportPublicKey(readFileSync(file, 'utf8'));
  const { seed, publicKey } = createTransportKey();
  replace(file, seed);
  return publicKey;
}

function ensureToken({ token, tokens }: MemberFiles, member: string): void {
  if (!existsSync(token)) replace(token, randomBytes(24).toString('base64url'));
  // The custodian is a person and no service: the audit service knows the token, see `admitCustodian`.
  if (member === 'custodian') return;
  const sha256 = hashOf(token);
  const caller =
    member === 'audit'
      ? { name: 'demonstration auditor', sha256, role: 'auditor' }
      : { name: `demonstration system of ${member}`, sha256 };
  replace(tokens, JSON.stringify([caller], null, 2));
}

/** Lets the custodian ask the audit service. */
function admitCustodian(files: Readonly<Record<string, MemberFiles>>): void {
  const [audit, custodian] = [files['audit'] as MemberFiles, files['custodian'] as MemberFiles];
  const known = JSON.parse(readFileSync(audit.tokens, 'utf8')) as object[];
  const caller = { name: 'demonstration custodian', sha256: hashOf(custodian.token), role: 'custodian' };
  replace(audit.tokens, JSON.stringify([...known, caller], null, 2));
}

const hashOf = (token: string): string =>
  createHash('sha256').update(readFileSync(token, 'utf8').trim(), 'utf8').digest('hex');

/** Written whole or not at all, for the owner alone. */
function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
