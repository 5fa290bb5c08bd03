export {
  auditFarm,
  auditJob,
  type AroundLedger,
  type AuditedLedger,
  countLeft,
  type LeftInIndexes,
  type NominatingLedger,
} from './audit.ts';
export { type HistoryFacts, type HistoryLine, type HistoryRef, parseLine, type Phase } from './line.ts';
export { createRecorder, digestOf, type HistorySink, type Recorder } from './recorder.ts';
export { findHistory, openHistory } from './history-file.ts';
export { recordHistory } from './record-history.ts';
export { artifactFacts, jobFacts } from './descriptions.ts';
export { HistoryChecker, type Verdict, type Violation, INVARIANTS } from './checker.ts';
export { TRANSITION_ROWS } from './transitions-seen.ts';
