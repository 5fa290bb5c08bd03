/** Door `@reelyard/ledger/model`: what a model check needs beside the table itself. Nothing here imports a test runner. */
export { type Rows, violations } from '../conformance/invariants.ts';
export { PITFALLS } from '../conformance/pitfalls.ts';
export { type ProgramResult, runProgram } from '../conformance/program.ts';
export { runSeatLife } from '../conformance/seat-life.ts';
export { commitOf } from '../shell/complete.ts';
