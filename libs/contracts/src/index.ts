export {
  API_PREFIX,
  ASK_CHECKPOINT_SUBJECT,
  ASK_ERASE_SUBJECT,
  ASK_LEAVES_SUBJECT,
  ASK_REREAD_SUBJECT,
  ASK_STATUS_SUBJECT,
  AUDIT_FILTER_SUBJECTS,
  AUDIT_SUBJECT,
  CHECKPOINT_SUBJECT,
  DIRECTORY_SUBJECT,
  EPOCH_STRIDE,
  EXERCISE_SUBJECT,
  LEDGER_STREAM,
  LEDGER_SUBJECTS,
  STATUS_SUBJECT,
  deadLetterSubject,
  epochOf,
  erasureSubject,
  filterSubjectsOf,
  needSubject,
  parseNeedSubject,
  parseTaskSubject,
  publishSubjectsOf,
  refusalSubject,
  rosterSubject,
  taskSubject,
  taskSubjectsOf,
  witnessSubject,
} from './subjects.js';
export { actorKey, actorRef } from './actor-ref.js';
export { freshKeyPair, type FreshKeyPair, type PrivateJwk } from './key-pair.js';
export { WIRE_FAULTS, WireError, type WireFault } from './wire-error.js';
export {
  CODE_SETS,
  patternOf,
  permanentProperties,
  permanentFaults,
  usedCodes,
  type CodeSet,
  type PermanentKind,
  type PermanentProperty,
  type UsedCode,
} from './permanent.js';
export { ItemData, OverrideData, RequestedData, ToldItemData } from './events/task-events.js';
export {
  BROKER_FAULTS,
  CheckpointSignedData,
  CosignatureData,
  CoverageData,
  DisclosureRefusedData,
  EPOCH_STATES,
  HoldsData,
  ExerciseClockData,
  ResentData,
  StatusReportedData,
  WitnessedData,
  type BrokerFault,
  type EpochState,
} from './events/control-events.js';
export {
  LogOpenedData,
  ERASURE_ANSWERS,
  ERASURE_AUTHORITIES,
  ERASURE_GROUNDS,
  ERASURE_REFUSALS,
  HOLD_GROUNDS,
  KEEPING_GROUNDS,
  OPENING_REASONS,
  READ_KINDS,
  type ReadKind,
} from './events/audit-events.js';
export {
  FreePlacesData,
  MAX_LANGUAGES,
  MAX_SHIFTS,
  RosterPublishedData,
  ShiftData,
} from './events/roster-events.js';
export {
  ACTOR_TYPES,
  EVENT_CLASSES,
  EventAttributes,
  TASK_ATTRIBUTES,
  checkCodes,
  decodeEvent,
  encodeEvent,
  isTaskEvent,
  senderOf,
  unitOf,
  type DataOf,
  type EventType,
  type LedgerEvent,
  type AuditEventType,
  type TaskEventType,
  type TaskLedgerEvent,
  type Vocabulary,
} from './event.js';
export {
  MAX_EVENT_BYTES,
  ed25519PublicKey,
  readJws,
  signJws,
  verifyJws,
  type ReadJws,
  type SigningKey,
} from './jws.js';
export { MAX_SEALED_BYTES, Opener, Sealer, sealedHash, type OpeningKey, type Reader } from './jwe.js';
export { INDEX_KINDS, commitTo, indexToken, opens, type IndexKind } from './commitment.js';
export {
  checkSealedHash,
  openSealed,
  sealItem,
  type SealedContent,
  type SealedItem,
  type StrippedItem,
  type Words,
} from './sealed.js';
export { MAX_MESSAGE_BYTES, decodeMessage, encodeMessage, type Message } from './message.js';
export {
  checkSubject,
  readEvent,
  verifyMessage,
  verifyRead,
  type FindKey,
  type ReadEvent,
  type Trust,
} from './verify.js';
export {
  CHANNEL_NAMES,
  asyncApiDocument,
  eventSchema,
  type ChannelName,
  type JsonSchema,
} from './schemas.js';
export { fromWire, toWire } from './task-codec.js';
export { fromRosterEvent, toRosterData } from './roster-codec.js';
export { statementFrom, statementOf } from './statement.js';
export type { LedgerErased } from './ledger-erased.js';
