/** Why a render ended early, and with which exit code the agent hears of it. */
export const exitCodes = { done: 0, retry: 10, permanent: 20 } as const;

export class EngineFailure extends Error {
  /** `permanent` when the same job can never succeed, `retry` when the machine may be at fault. */
  readonly outcome: 'retry' | 'permanent';
  readonly code: string;
  readonly pointer: string | undefined;

  constructor(outcome: 'retry' | 'permanent', code: string, message: string, pointer?: string) {
    super(message);
    this.name = 'EngineFailure';
    this.outcome = outcome;
    this.code = code;
    this.pointer = pointer;
  }
}
