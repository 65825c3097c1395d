import type { AuditStore, EvidenceLeaf, StoredCheckpoint } from '#storage';
import { addSignatureLines } from '#transparency';

/** What an export is to hold: the whole log under a checkpoint, or some of its leaves, each with its proof. */
export interface EvidenceWish {
  readonly origin: string;
  readonly checkpoint: StoredCheckpoint;
  /** Absent for the whole log. */
  readonly indexes?: readonly number[];
}

/**
 * The lines of an evidence export, format `concordat-evidence/v1` (see libs/verifier): header, checkpoint, directories, leaves,
 * end. Whoever reads it needs nothing of this service; a stream that ends without its last line was cut off.
 */
export async function* evidenceLines(
  store: AuditStore,
  { origin, checkpoint, indexes }: EvidenceWish,
): AsyncGenerator<string> {
  const { size, note } = checkpoint;
  const whole = indexes === undefined;
  yield line({
    is: 'header',
    format: 'concordat-evidence/v1',
    origin,
    made: new Date().toISOString(),
    size,
    whole,
  });
  const cosigned = addSignatureLines(note, await store.checkpoints.cosignatureLines(size));
  yield line({ is: 'checkpoint', note: cosigned });
  for (const { version, sequence, event, bundle } of await store.records.directories()) {
    yield line({ is: 'directory', version, sequence, event, bundle });
  }
  let leaves = 0;
  for await (const page of whole ? store.evidence.upTo(size) : store.evidence.at(indexes)) {
    leaves += page.length;
    for (const leaf of page) yield line(await leafLine(store, leaf, whole ? undefined : size));
  }
  yield line({ is: 'end', leaves, openings: 0 });
}

async function leafLine(
  store: AuditStore,
  { index, event, sequence, recordedAt }: EvidenceLeaf,
  size: number | undefined,
): Promise<object> {
  // An own act is a leaf before the ledger has it.
  const leaf = { is: 'leaf', index, event, sequence: sequence === 0 ? null : sequence, recordedAt };
  if (size === undefined) return leaf;
  const proof = await store.records.inclusionProof(index, size);
  return { ...leaf, proof: proof.map((hash) => hash.toString('base64')) };
}

const line = (value: object): string => `${JSON.stringify(value)}\n`;
