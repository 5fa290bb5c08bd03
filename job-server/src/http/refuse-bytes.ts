/** What is no HTTP request gets a problem document, too, before its connection ends: no route, no log record, no more memory than the words. */
import { type Duplex } from 'node:stream';
import { newId } from '@reelyard/runtime';
import { type ProblemCode } from '../core/problem-table.ts';
import { problem } from './reply.ts';

interface Refusal {
  readonly code: ProblemCode;
  readonly phrase: string;
  readonly detail: string;
}

const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    code: 'head_too_large',
    phrase: 'Request Header Fields Too Large',
    detail: 'address and headers may have 16 KiB together',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    code: 'request_timeout',
    phrase: 'Request Timeout',
    detail: 'the head must come within 15 s, the whole request within 30 s',
  },
};
const malformed: Refusal = { code: 'malformed_request', phrase: 'Bad Request', detail: 'this is no HTTP request' };

/** For `clientError` of a Node server. */
export function refuseBytes(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { code, phrase, detail } = refusals[error.code ?? ''] ?? malformed;
  const { status, problem: said } = problem(code, detail);
  const requestId = newId('req', Date.now());
  const body = JSON.stringify({ ...said, requestId });
  const head = [
    `HTTP/1.1 ${status} ${phrase}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    `x-request-id: ${requestId}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
