/** What a call may throw: a refusal of the farm with its problem document, or no answer at all. Bad options throw TypeError. */
import { type Problem, type ProblemItem } from './generated/api-types.ts';

/** The farm answered, and refused. `code` is stable: decide on it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  /** The same request may succeed later; it was sent again already where that was safe. */
  readonly retryable: boolean;
  /** Every field that is wrong, by RFC 6901 pointer into the body. */
  readonly errors: readonly ProblemItem[];
  /** Finds the request in the farm's log. */
  readonly requestId: string | undefined;
  readonly problem: Problem | undefined;

  constructor(status: number, problem: Problem | undefined) {
    super(`${status} ${problem?.code ?? 'unknown'}: ${problem?.detail ?? 'the reply has no problem document'}`);
    this.status = status;
    this.code = problem?.code ?? 'unknown';
    this.retryable = problem?.retryable ?? (status === 429 || status >= 500);
    this.errors = problem?.errors ?? [];
    this.requestId = problem?.requestId;
    this.problem = problem;
  }
}

/** No answer, also after every retry; `cause` has the last reason. Whether the farm did it is unknown: a submit is safe to send again. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** The wait for a job or an asset was longer than it may be; the farm goes on with it. */
export class WaitTimeout extends Error {
  override readonly name = 'WaitTimeout';
}

export const isProblem = (error: unknown, code: string): error is ApiError =>
  error instanceof ApiError && error.code === code;

export async function readProblem(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  return new ApiError(response.status, parseProblem(text));
}

function parseProblem(text: string): Problem | undefined {
  try {
    const value = JSON.parse(text) as Problem | null;
    return typeof value?.code === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
