/** Door `@reelyard/ledger/conformance`: what every adapter of the ledger has to pass. To be called inside a jest test file. */
export { describeLedger } from './describe-ledger.ts';
export { type EveryOrder, inEveryOrder } from './every-order.ts';
export { type MakeLedger } from './make-ledger.ts';
export { describePrograms, type ProgramSuite } from './describe-programs.ts';
export { type ProgramOptions, type ProgramResult, runProgram } from './program.ts';
export { runQuotaLife, type QuotaLifeOptions, type QuotaLifeResult } from './quota-life.ts';
export { runSeatLife, type SeatLifeOptions, type SeatLifeResult } from './seat-life.ts';
export { TRANSITION_IDS } from './transition-names.ts';
export { Dice } from './dice.ts';
export * from './builders.ts';
