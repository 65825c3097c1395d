export { EMPTY_ROOT, HASH_BYTES, leafHash, nodeHash } from './hash.js';
export type { NodeCoordinate } from './coordinates.js';
export {
  appendedNodes,
  appendLeaf,
  appendLeaves,
  emptyRange,
  parseRange,
  rangeRoot,
  serializeRange,
} from './compact-range.js';
export type { Appended, CompactRange, SerializedRange, TreeNode } from './compact-range.js';
export {
  consistencyPlan,
  consistencyProof,
  foldPlan,
  inclusionPlan,
  inclusionProof,
  planCoordinates,
  rootFromLeaves,
} from './proofs.js';
export type { NodeLookup, PlanStep } from './proofs.js';
export { verifyConsistency, verifyInclusion } from './verifiers.js';
export type { ConsistencyClaim, InclusionClaim } from './verifiers.js';
export { publicKeyFromRaw, rawPublicKey } from './ed25519.js';
export {
  formatVerifierKey,
  noteKeyId,
  noteVerifier,
  parseVerifierKey,
  SIGNATURE_TYPE,
} from './verifier-key.js';
export type { NoteVerifier, SignatureType } from './verifier-key.js';
export { addSignatureLines, MAX_NOTE_LENGTH, MAX_SIGNATURES, openNote, signNote } from './note.js';
export type { NoteRefusal, OpenedNote, VerifiedSignature } from './note.js';
export type { SignedAt } from './signature-line.js';
export { formatCheckpoint, parseCheckpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.js';
export type { Checkpoint, CheckpointRefusal, MalformedCheckpoint } from './checkpoint.js';
export { formatTlogProof } from './tlog-proof.js';
export type { TlogProof } from './tlog-proof.js';
export { cosign, verifyCosignature } from './cosignature.js';
export type { Cosigner } from './cosignature.js';
