/** Import of edits in Shotstack's format. */
export { type ImportOptions, type ShotstackImport, importShotstack } from './import-edit.ts';
export { type Loss, type LossCode, type Note } from './report.ts';
