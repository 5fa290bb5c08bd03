/** Exit codes of `reelyard`, in one place; docs/reference/cli.md explains them. */
export const EXIT = {
  ok: 0,
  /** The job ended failed or canceled, or a bug. */
  failed: 1,
  /** Wrong arguments, unreadable or invalid file. */
  usage: 2,
  /** `drift` alone, as Terraform's own `-detailed-exitcode`: what is deployed is not what is in the checkout. */
  drifted: 2,
  /** A tool of the machine is missing. */
  missing: 3,
  /** No farm answers. */
  unreachable: 4,
  /** The farm refused the request. */
  refused: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An expected end of a command: one clear sentence and an exit code, no stack. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;
  readonly details: unknown;
  constructor(exitCode: ExitCode, message: string, details?: unknown) {
    super(message);
    this.exitCode = exitCode;
    this.details = details;
  }
}

/** The user ended the command. */
export class Interrupted extends Error {
  constructor(signal: string) {
    super(`ended by ${signal}`);
  }
}
