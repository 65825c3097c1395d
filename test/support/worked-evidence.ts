import { uuidv7 } from 'uuidv7';
import { freshKeyPair, signJws, type FreshKeyPair } from '#contracts';
import { bundleHash, keyId, type DirectoryBundle } from '#directory';
import {
  SIGNATURE_TYPE,
  addSignatureLines,
  appendLeaves,
  cosign,
  emptyRange,
  formatCheckpoint,
  formatTlogProof,
  formatVerifierKey,
  inclusionProof,
  leafHash,
  noteVerifier,
  rangeRoot,
  signCheckpoint,
} from '#transparency';
import { nodeTable } from '../../libs/transparency/vectors/trees.js';

const ORIGIN = 'concordat/log/1';

/** A small log as the writer makes it, with evidence of it: everything signed by fresh keys. */
export interface WorkedEvidence {
  /** Lines of an export of the whole log, without line feeds. */
  readonly lines: readonly string[];
  /** The keeper's public key as JWK. */
  readonly keeperKey: string;
  /** Verifier keys of log and witness, one a line. */
  readonly noteKeys: string;
  /** A proof file of the leaf at `index`. */
  proof(index: number): string;
}

/**
 * A log of `count` events of police behind the keeper's directory; `skip` leaves out one of police's numbers, `directories` says how
 * many versions there are.
 */
export async function workedEvidence(
  count: number,
  { skip = 0, directories = 1 } = {},
): Promise<WorkedEvidence> {
  const keys = Object.fromEntries(
    ['keeper signing', 'police signing', 'audit log', 'police witness'].map((name) => [
      name,
      freshKeyPair('Ed25519'),
    ]),
  ) as Record<string, FreshKeyPair<'Ed25519'>>;
  const of = (name: string): FreshKeyPair<'Ed25519'> => keys[name] as FreshKeyPair<'Ed25519'>;
  const listed = Object.entries(keys).map(([name, { jwk }]) => {
    const [member, use] = name.split(' ');
    return { member, use, kid: keyId('Ed25519', jwk.x), x: jwk.x, crv: 'Ed25519', status: 'active' };
  });
  // A text with U+2028 is one line of JSON, though some readers of lines would cut there.
  const bundles = Array.from({ length: directories }, (_, at) => {
    const data = { name: 'one\u2028line' };
    return { version: at + 1, data, keys: listed } as unknown as DirectoryBundle;
  });
  const sign = (member: string, body: object): Promise<string> => {
    const { privateKey, jwk } = of(`${member} signing`);
    return signJws(JSON.stringify(body), { kid: keyId('Ed25519', jwk.x), privateKey });
  };
  const published = await Promise.all(
    bundles.map((bundle) =>
      sign('keeper', {
        ...frame('keeper', bundle.version, 'concordat.directory.published.v1'),
        data: { version: bundle.version, bundlehash: bundleHash(bundle) },
      }),
    ),
  );
  const said = Array.from({ length: count }, (_, at) => at + 1).map((number) =>
    sign('police', {
      ...frame('police', skip > 0 && number >= skip ? number + 1 : number, 'concordat.task.informed.v1'),
      data: {},
    }),
  );
  const events = [...published, ...(await Promise.all(said))];
  const hashes = events.map((event) => leafHash(Buffer.from(event, 'ascii')));
  const checkpoint = {
    origin: ORIGIN,
    size: hashes.length,
    root: rangeRoot(appendLeaves(emptyRange, hashes)),
  };
  const witness = {
    name: 'concordat/witness/police',
    key: of('police witness').privateKey,
    time: 1_800_000_000,
  };
  const note = addSignatureLines(signCheckpoint(checkpoint, of('audit log').privateKey), [
    cosign(formatCheckpoint(checkpoint), witness),
  ]);
  const leaves = events.map((event, index) => ({
    is: 'leaf',
    index,
    event,
    sequence: index + 1,
    recordedAt: '2026-03-14T22:05:00.000Z',
  }));
  const made = '2026-03-14T22:06:00.000Z';
  const lines = [
    { is: 'header', format: 'concordat-evidence/v1', origin: ORIGIN, made, size: hashes.length, whole: true },
    { is: 'checkpoint', note },
    ...bundles.map((bundle, at) => {
      const { version } = bundle;
      return { is: 'directory', version, sequence: version, event: published[at], bundle };
    }),
    ...leaves,
    { is: 'end', leaves: leaves.length, openings: 0 },
  ];
  const vkey = (
    name: string,
    type: (typeof SIGNATURE_TYPE)['ed25519' | 'cosignature'],
    pair: string,
  ): string => formatVerifierKey(noteVerifier(name, type, Buffer.from(of(pair).jwk.x, 'base64url')));
  return {
    lines: lines.map((line) => JSON.stringify(line)),
    keeperKey: JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: of('keeper signing').jwk.x }),
    noteKeys: [
      vkey(ORIGIN, SIGNATURE_TYPE.ed25519, 'audit log'),
      vkey(witness.name, SIGNATURE_TYPE.cosignature, 'police witness'),
    ].join('\n'),
    proof: (index) =>
      formatTlogProof({
        extra: Buffer.from(events[index] ?? '', 'ascii'),
        index,
        proof: inclusionProof(index, hashes.length, nodeTable(hashes)),
        note,
      }),
  };
}

const frame = (sender: string, sendernumber: number, type: string): object => ({
  specversion: '1.0',
  type,
  source: sender === 'keeper' ? '/keeper' : `/${sender}/control-room`,
  id: uuidv7(),
  time: '2026-03-14T22:05:00.000Z',
  sendernumber,
});
