/**
 * A request is to come whole within its time. Node has one time for all requests of a server, and a batch is read for as long as it has rows; so Node's is the
 * batch's, and this bounds the others. A batch that was answered has the others' time to come to its end.
 */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { refuseBytes } from './refuse-bytes.ts';

export function boundRequests(withinMs: number): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    if (!hasBody(request)) return;
    const start = (): void => {
      const timer = setTimeout(() => end(request, response), withinMs).unref();
      request.once('close', () => clearTimeout(timer));
      request.once('end', () => clearTimeout(timer));
    };
    if (isBatch(request)) response.once('finish', start);
    else start();
  };
}

function end(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  const late = Object.assign(new Error('the request did not come in time'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
  // A second answer on a connection that has one would be taken for that of the next request.
  if (response.headersSent) request.socket.destroy();
  else refuseBytes(late, request.socket);
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const isBatch = ({ method, url = '' }: IncomingMessage): boolean =>
  method === 'POST' && url.split('?', 1)[0] === '/v1/batches';
