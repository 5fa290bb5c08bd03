/** What a route answers, as a value: the shell writes it. Errors are problem documents (RFC 9457) with our own stable codes. */
import { type ServerResponse } from 'node:http';
import { type Problem, type ProblemItem } from '@reelyard/contracts';
import { type ProblemCode, problemTable } from '../core/problem-table.ts';

export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of a body: takes over once the head is written, and ends the response. */
  readonly stream?: (out: ServerResponse) => void;
  /** Called instead when there is nobody to stream to. */
  readonly unsent?: () => void;
  /** For the log. */
  readonly jobId?: string;
  /** Set on problems: the shell adds the request id and writes the document. */
  readonly problem?: Omit<Problem, 'requestId'>;
}

export function json(status: number, value: unknown, headers?: Readonly<Record<string, string>>): Reply {
  return { status, body: JSON.stringify(value), ...(headers === undefined ? {} : { headers }) };
}

export interface ProblemExtras {
  readonly errors?: readonly ProblemItem[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Seconds a client should wait after a 503 or 429: most lost dependencies are back within a few. */
const retryAfter: Readonly<Record<string, string>> = { 'retry-after': '2' };

export function problem(code: ProblemCode, detail: string, extras: ProblemExtras = {}): Reply {
  const { status, title, retryable } = problemTable[code];
  const errors = extras.errors === undefined ? {} : { errors: [...extras.errors] };
  return {
    status,
    body: '',
    headers: { ...(status === 503 || status === 429 ? retryAfter : {}), ...extras.headers },
    problem: { type: 'about:blank', title, status, code, detail, ...errors, retryable },
  };
}
