/** What Express itself refuses (a path that is no URI) and what no route caught. */
import { type ErrorRequestHandler } from 'express';
import { newId } from '@reelyard/runtime';
import { problem } from './reply.ts';
import { type Serving, replyToFault, write } from './serve.ts';

export function lastResort(serving: Serving): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const requestId = newId('req', serving.clock.now());
    const isClients = typeof error === 'object' && error !== null && 'status' in error && error.status === 400;
    const reply = isClients
      ? problem('malformed_request', 'the address of the request could not be read')
      : replyToFault(error, { requestId, route: 'unknown' }, serving.log);
    write(response, reply, requestId, serving.isDraining());
  };
}
