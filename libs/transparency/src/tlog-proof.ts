/** A leaf's proof as it is handed out in a file. */
export interface TlogProof {
  /** What the file says beside the proof: here the leaf itself. */
  readonly extra: Uint8Array;
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  /** The signed checkpoint with its cosignature lines. */
  readonly note: string;
}

/** The proof as one text that holds everything but the keys (C2SP tlog-proof, `c2sp.org/tlog-proof@v1`). */
export function formatTlogProof({ extra, index, proof, note }: TlogProof): string {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const head = ['c2sp.org/tlog-proof@v1', `extra ${base64(extra)}`, `index ${index}`];
  return `${[...head, ...proof.map(base64)].join('\n')}\n\n${note}`;
}
