export { ATTENTION_LEVELS, ATTENTION_REASONS, attentionOf, compareAttention } from './attention.js';
export type { Attention, AttentionFacts, AttentionLevel, AttentionReason, Pressing } from './attention.js';
export { possibleSteps } from './possible-steps.js';
export {
  BUSINESS_STATUSES,
  CANCEL_REASONS,
  MODES,
  NO_RESPONSE,
  OPEN_STATUSES,
  RESPONSIBILITIES,
  TASK_STATUSES,
  isClosed,
  isOpen,
} from './task.js';
export type {
  AgencyCode,
  BusinessStatus,
  CancelReason,
  Escalation,
  Mode,
  Party,
  Responsibility,
  Task,
  TaskPromise,
  TaskStatus,
} from './task.js';
export { DEADLINES, ESCALATION_REASONS, PROMISE_ENDS } from './events.js';
export type {
  Deadline,
  DeclineFacts,
  EscalationReason,
  Requested,
  TaskEvent,
  TaskEventType,
  Undertaking,
} from './events.js';
export { EVENT_FACTS, factsOf } from './event-facts.js';
export { FINDINGS, IDENTITY_STEPS, RECALL_REASONS } from './remarks.js';
export type { Finding, IdentityStep, RecallReason, ToldItem } from './remarks.js';
export { EVENT_OF } from './commands.js';
export type { TaskCommand, TaskCommandType } from './commands.js';
export {
  CLOCK_PERCENTS,
  deadlineKey,
  deadlinesOf,
  isPast,
  nextDue,
  owedEscalation,
  unreportedDeadlines,
} from './deadlines.js';
export type { DueDeadline, OwedEscalation } from './deadlines.js';
export { clocksAfter } from './task-changes.js';
export { roleOf } from './role.js';
export type { Role, Side } from './role.js';
export { unitText, unitsOn } from './sight.js';
export { REFUSALS } from './refusals.js';
export type { Refusal, RefusalCode } from './refusals.js';
export { instantOf, knownInstant } from './instant.js';
export { NEED_STRATEGIES, isSettled, needState, nextSteps } from './needs.js';
export type {
  Need,
  NeedCandidate,
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
export type { AllowedStep, Moment } from './lifecycle.js';
export { IMMEDIATE, againstDirectory } from './rules.js';
export type { RequiredSkills, TaskKind, TaskRules } from './rules.js';
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
export { AGE_STANDINGS, ageBandPrecaution, ageStandingOf } from './age.js';
export type { AgeStanding } from './age.js';
export { NOTICE_KINDS, noticesOf, reviewTerms } from './notices.js';
export type { Beside, NoticeChange, NoticeKind, NoticeOpened, Overriding, ReviewTerms } from './notices.js';
export type { Addressee, Alert, AlertKind } from './alerts.js';
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
export {
  CLOCK_REFUSALS,
  awaitClock,
  endClock,
  endsClock,
  extendClock,
  marksOf,
  remainingMinutes,
  startClock,
} from './clocks.js';
export type {
  ClockMark,
  ClockRefusal,
  ClockRefusalCode,
  ClockRule,
  ClockStart,
  ClockState,
} from './clocks.js';
export { mergeClocks } from './clock-merge.js';
export { SLOT_STATES, missingFor, openSlots, slotsAfter } from './slots.js';
export type { OutcomeNeed, Slot, SlotRule, SlotState } from './slots.js';
export { DECLINE_FACTS, factsGiven, missingFacts } from './decline-facts.js';
export type { DeclineFact, FactNeeds, GivenFacts } from './decline-facts.js';
export { AGE_GROUPS, ROSTER_STATES, notEndedAt, onShift, rosterState, runningAt } from './roster.js';
export type { AgeGroup, FreePlaces, OnShift, Roster, RosterState, Shift } from './roster.js';
export { isOpenAt } from './unit-facts.js';
export type { KnownUnit, UnitFacts } from './unit-facts.js';
export { rankCandidates } from './candidates.js';
export type { Candidate } from './candidates.js';
export { SHORTFALLS } from './shortfalls.js';
export type { Shortfall, ShortfallCode } from './shortfalls.js';
export type {
  CandidateNeed,
  CandidateWorld,
  PowerRoles,
  SkillFacts,
  StaffingDirectory,
} from './candidate-world.js';
export { LAW_STEPS, isLawAt, itemsThatCount, warningsOf } from './law.js';
export type { LawCondition, LawRule, LawSituation, LawWarning, SaidOfItem } from './law.js';
