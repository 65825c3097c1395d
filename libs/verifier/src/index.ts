export { EvidenceVerifier, type EvidenceOptions, type SoundEvidence } from './evidence.js';
export { FAULTS, type EvidenceFault, type FaultCode } from './evidence-faults.js';
export type { EvidenceLine } from './evidence-lines.js';
export { GrowingTree, extendsTree, includes, leafHashOf } from './merkle.js';
export { readCheckpoint, readNote, readNoteKey, signedBy, type NoteKey } from './note.js';
export { PROOF_FAULTS, isProofFile, verifyProofFile, type HeldProof, type ProofFault } from './proof-file.js';
