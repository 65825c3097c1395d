import { uuidv7 } from 'uuidv7';
import {
  encodeEvent,
  encodeMessage,
  freshKeyPair,
  signJws,
  type LedgerEvent,
  type SigningKey,
} from '#contracts';
import { keyId, loadDirectory, type DirectoryBundle, type MemberKey } from '#directory';

/** Signing keys for every member of the shipped directory, and the directory with their public parts. */
export interface Realm {
  readonly agencies: readonly string[];
  readonly directory: Omit<DirectoryBundle, 'version'>;
  signing(member: string): SigningKey;
  /** The private keys of a member, as its file holds them. */
  privateKeys(member: string): string;
}

/** Makes fresh keys. */
export function makeRealm(): Realm {
  const data = loadDirectory();
  const agencies = data.agencies.map(({ code }) => code);
  const pairs = new Map([...agencies, 'keeper', 'audit'].map((member) => [member, makeKey()]));
  const keys = [...pairs].map(([member, { x, kid }]): MemberKey => {
    return { member, use: 'signing', kid, x, crv: 'Ed25519', status: 'active' };
  });
  const of = (member: string): MadeKey => pairs.get(member) as MadeKey;
  return {
    agencies,
    directory: { data, keys },
    signing: (member) => ({ kid: of(member).kid, privateKey: of(member).privateKey }),
    privateKeys: (member) => JSON.stringify({ signing: of(member).privateKey.export({ format: 'jwk' }) }),
  };
}

interface MadeKey extends SigningKey {
  readonly x: string;
}

function makeKey(): MadeKey {
  const {
    privateKey,
    jwk: { x },
  } = freshKeyPair('Ed25519');
  return { x, kid: keyId('Ed25519', x), privateKey };
}

/** The attributes of an event that a member's system makes now. */
export const eventFrame = (member: string, epoch: number) => ({
  specversion: '1.0' as const,
  source: `/${member}`,
  id: uuidv7(),
  time: new Date().toISOString(),
  datacontenttype: 'application/json' as const,
  epoch,
  directoryversion: 1,
  actor: 'AAAAAAAAAAAAAAAAAAAAAA',
  actorrole: 'service',
  actortype: 'system' as const,
});

/** The bytes of a signed message. */
export async function signedMessage(event: LedgerEvent, key: SigningKey): Promise<Buffer> {
  return encodeMessage({ event: await signJws(encodeEvent(event), key) });
}

/** "Sent again" of an agency, signed with any key. */
export const resentMessage = (agency: string, epoch: number, key: SigningKey): Promise<Buffer> =>
  signedMessage(
    {
      ...eventFrame(agency, epoch),
      type: 'concordat.witness.witnessed.v1',
      data: { holds: [], resent: { epoch, through: 0 } },
    },
    key,
  );
