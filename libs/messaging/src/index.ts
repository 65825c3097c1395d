export {
  MAX_PAYLOAD_BYTES,
  brokerConfig,
  type BrokerCluster,
  type BrokerKeys,
  type BrokerLimits,
  type BrokerPlan,
  type ListenAddress,
} from './broker-config.js';
export { connectMember, connectionOptions, type BrokerAddress } from './connect.js';
export {
  type BrokerEyes,
  type BrokerFindings,
  type FoundLedger,
  type ServerVersion,
  inspectBroker,
} from './inspect-broker.js';
export { JetStreamApi } from './jetstream-api.js';
export { LedgerOwner, declareLedger, type StoredMessage, type Unread } from './ledger-owner.js';
export {
  EPOCH_METADATA,
  LEDGER_AGE_MS,
  differences,
  ledgerConsumers,
  ledgerStream,
  type JetStreamSettings,
  type LedgerPlan,
} from './ledger-settings.js';
export { MessagingError, type MessagingFault } from './messaging-error.js';
export { Connectivity } from './connectivity.js';
export {
  LedgerReader,
  type BatchHandler,
  type Delivery,
  type ReaderSettings,
  type Verdict,
} from './ledger-reader.js';
export {
  LedgerWriter,
  type Append,
  type Appended,
  type Companion,
  type WriterSettings,
} from './ledger-writer.js';
export { LEDGER, LedgerServer, type Intake, type Judged, type Reaction } from './nest-ledger-server.js';
export { Asker } from './nest-asker.js';
export {
  awaitGoodStatus,
  judgeStatus,
  type GateOptions,
  type GateRefusal,
  type GoodStatus,
  type RefusedStatus,
} from './status-gate.js';
export { createTransportKey, transportPublicKey, type TransportKey } from './transport-key.js';
