/** Door `@reelyard/ledger/conformance`: what every adapter of the ledger has to pass. To be called inside a jest test file. */
export { describeLedger, type MakeLedger } from './describe-ledger.ts';
export { describePrograms } from './describe-programs.ts';
export * from './builders.ts';
