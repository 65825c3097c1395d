export { MODES, TASK_STATUSES, OPEN_STATUSES, CANCEL_REASONS, isClosed, isOpen } from './task.js';
export type { AgencyCode, CancelReason, Mode, Party, Task, TaskStatus } from './task.js';
export { FINDINGS, IDENTITY_STEPS, RECALL_REASONS } from './events.js';
export type {
  Accepted,
  Acknowledged,
  Cancelled,
  Completed,
  Corrected,
  Failed,
  Finding,
  Identified,
  IdentityStep,
  Informed,
  Recalled,
  RecallReason,
  Reviewed,
  Received,
  Rejected,
  Requested,
  Started,
  TaskEvent,
  TaskEventType,
  ToldItem,
} from './events.js';
export type {
  AcceptTask,
  AcknowledgeOnTask,
  CancelTask,
  CompleteTask,
  CorrectOnTask,
  FailTask,
  IdentifyOnTask,
  InformOnTask,
  RecallOnTask,
  ReceiveTask,
  RejectTask,
  RequestTask,
  ReviewOnTask,
  StartTask,
  TaskCommand,
  TaskCommandType,
} from './commands.js';
export { REFUSALS } from './refusals.js';
export type { Refusal, RefusalCode } from './refusals.js';
export { instantOf } from './instant.js';
export { NEED_STRATEGIES, isSettled, needState, nextSteps } from './needs.js';
export type {
  Candidate,
  Need,
  NeedState,
  NeedStep,
  NeedStrategy,
  NeedVerdict,
  Offer,
  OfferStatus,
  OfferTask,
  UnmetReason,
} from './needs.js';
export { STEPS, ownerIn } from './lifecycle.js';
export type { AllowedStep, Role } from './lifecycle.js';
export { IMMEDIATE, againstDirectory } from './rules.js';
export type { TaskKind, TaskRules } from './rules.js';
export { decide } from './decide.js';
export type { Decision } from './decide.js';
export { LifecycleError, evolve } from './evolve.js';
export type { LifecycleCode } from './evolve.js';
export { ABSENT_REASONS, CONFIDENCES, ITEM_FAULTS, ITEM_STATES, SOURCE_KINDS } from './items.js';
export { checkStatement } from './items-check.js';
export type { AbsentReason, Confidence, Fault, ItemState, ItemStatement, SourceKind } from './items.js';
export { DIRECTIONS, REFUSED_ITEM_REASONS, STAGES } from './agreements.js';
export type {
  Direction,
  OverrideClause,
  RefusedItemReason,
  SharingAgreement,
  SharingRule,
  Stage,
} from './agreements.js';
export { RELATIONSHIPS, TERM_SETS } from './terms.js';
export type { FalseFriend, Relationship, TermMapping, TermSet } from './terms.js';
export { indexAgreements } from './agreement-index.js';
export type { AgreementIndex } from './agreement-index.js';
export { passageOf, stagesReached, stagesUpTo } from './passage.js';
export type { Passage } from './passage.js';
export { WAYS, coverOf, isCovered, splitItems } from './sharing.js';
export type { Cover, Kept, SharedItem, Split, Uncovered, Way } from './sharing.js';
export { TELLING_TIMES, explainItems } from './explain.js';
export type { Explained, TellingTime } from './explain.js';
export { coverUnderOverride } from './override.js';
export type { Override, OverrideCover } from './override.js';
export { missingItems, requiredChoices } from './required.js';
export type { Missing, MissingItems } from './required.js';
export { comparable } from './comparable.js';
export { standing } from './standing.js';
export type { Said, StandingItem } from './standing.js';
export { gapsOf } from './gaps.js';
export type { CaseView, Gap, InformationRequest, WantedItem } from './gaps.js';
export { ALIAS_COUNT, aliasOf, parseAlias } from './alias.js';
export { IDENTITY_REFUSALS, decideIdentity, identityOf, noticeFor } from './identity.js';
export type {
  Identity,
  IdentityCommand,
  IdentityDecision,
  IdentityHistory,
  IdentityNotice,
  IdentityRefusal,
} from './identity.js';
export { ageBandPrecaution } from './age.js';
export { NOTICE_KINDS, noticesOf, reviewTerms } from './notices.js';
export type { Beside, NoticeChange, NoticeKind, NoticeOpened, ReviewTerms } from './notices.js';
export { R4_EQUIVALENCES, r4Equivalence, r5Relationship } from './terms.js';
export type { R4Equivalence } from './terms.js';
export { lexiconOf } from './terms-lexicon.js';
export type { KnownCode, Lexicon, LexiconData } from './terms-lexicon.js';
export { WORD_REFUSALS, toCode, toWords } from './translation.js';
export type { Coded, OwnWords, WordRefusal, WordRefusalCode } from './translation.js';
export type { Reading, SpokenWord } from './translation-readings.js';
export { bothWords } from './translation-shown.js';
export type { BothWords, SentWord } from './translation-shown.js';
export { byLikeness, nearest, normaliseWord } from './nearest.js';
export { GRADE_REFUSALS, clockOf, gradeFor, urgencyOf } from './grades.js';
export type {
  AmbiguousGrade,
  Banded,
  Clock,
  CrosswalkRow,
  Graded,
  GradeRefusalCode,
  NotAResponseTime,
  Scale,
  ScaleLevel,
  UnknownGrade,
} from './grades.js';
