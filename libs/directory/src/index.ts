export {
  bundleHash,
  keyId,
  parseBundle,
  type DirectoryBundle,
  type KeyUse,
  type MemberKey,
} from './bundle.js';
export {
  type AbsentReason,
  type ActorRole,
  type AgencyEntry,
  type DeclineReason,
  type DirectoryData,
  type InformationItem,
  type TaskKindEntry,
  type Urgency,
  type Witnessing,
} from './data.js';
export type { ClockEntry, InForce, LawRuleEntry } from './dated-law.js';
export type { Concept, ConceptTerm, Scale, ScaleLevel } from './language-data.js';
export type {
  AttendanceThreshold,
  Extension,
  Labelled,
  LawfulBasis,
  LegalClock,
  LegalPower,
  PendingLaw,
  RequiredSkills,
  Retention,
  Skill,
} from './law-data.js';
export { EXPIRY_NOTICE_DAYS, agreementWarnings } from './agreement-reviews.js';
export type { Grade } from './directory-words.js';
export { Directory } from './directory.js';
export { DirectoryHistory, type KeyInForce } from './history.js';
export {
  DirectoryError,
  faultText,
  type DirectoryErrorCode,
  type DirectoryFault,
} from './directory-error.js';
export { checkDirectory, loadDirectory, type DirectoryReport } from './load.js';
export { subsetDirectory, type SubsetOverrides } from './subset.js';
export {
  RULE_STAGES,
  gradeCode,
  ruleCode,
  vocabularyOf,
  type CodeSet,
  type RuleStage,
  type Vocabulary,
} from './vocabulary.js';
export { YamlError, readYaml, type YamlText } from './yaml-text.js';
