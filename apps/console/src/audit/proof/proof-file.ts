/** What a proof file (C2SP tlog-proof) says, taken apart to be shown. Whether it holds is for the verifier. */
export interface ShownProof {
  readonly index: number;
  /** The header and the body of the event, as it was signed. */
  readonly event: Readonly<Record<string, unknown>>;
  /** Hashes from the leaf up to the root, Base64. */
  readonly path: readonly string[];
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  /** Names of those who signed the checkpoint: the log itself first. */
  readonly signers: readonly string[];
}

/** Takes a proof file apart; undefined for a text that is none. */
export function readProofFile(text: string): ShownProof | undefined {
  const [, extra, digits, hashes = '', note = ''] =
    /^c2sp\.org\/tlog-proof@v1\nextra (\S+)\nindex (\d+)\n((?:\S+\n)*)\n([^]*)$/.exec(text) ?? [];
  const [checkpoint = '', signatures = ''] = note.split('\n\n');
  const [origin, size, root] = checkpoint.split('\n');
  const event = extra === undefined ? undefined : eventIn(Buffer.from(extra, 'base64').toString('ascii'));
  if (digits === undefined || !event || !origin || size === undefined || root === undefined) return undefined;
  return {
    index: Number(digits),
    event,
    path: hashes.split('\n').filter((line) => line !== ''),
    origin,
    size: Number(size),
    root,
    signers: signatures.split('\n').flatMap((line) => /^— (\S+) /.exec(line)?.[1] ?? []),
  };
}

function eventIn(jws: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8');
    const event: unknown = JSON.parse(payload);
    return typeof event === 'object' && event !== null ? (event as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
