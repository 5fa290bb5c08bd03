/** Door of the faults: the rules in force, and what services ask of them. */
export { Faults, type CallFate, type Caller, type MessageFate } from './faults.ts';
export { type FaultKind, type FaultMatch, type FaultRule } from './rule.ts';
