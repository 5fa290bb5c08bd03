/** Why the reading of a batch ends before its body does. What was submitted until then stays. */
import { type ProblemItem } from '@reelyard/contracts';
import { type ProblemCode } from '../core/problem-table.ts';

export class BatchFault extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly ProblemItem[];

  constructor(code: ProblemCode, detail: string, errors: readonly ProblemItem[] = [], options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
    this.errors = errors;
  }
}
