/** Writes a reply to the socket, with its length when known; a stream is piped and the break of either side ends both. */
import { type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { type ServiceReply } from '../service.ts';

export function sendReply(response: ServerResponse, reply: ServiceReply, requestId?: string): void {
  if (response.destroyed || response.headersSent) return;
  const headers: Record<string, string | number> = reply.headers ?? {};
  if (requestId !== undefined && headers['x-amzn-requestid'] === undefined) headers['x-amzn-requestid'] = requestId;
  const { body } = reply;
  if (typeof body === 'object' && !Buffer.isBuffer(body)) {
    response.writeHead(reply.status, headers);
    pipeline(body, response, () => undefined);
    return;
  }
  if (hasNoLengthYet(headers)) headers['content-length'] = body === undefined ? 0 : Buffer.byteLength(body);
  if (reply.status === 204 || reply.status === 304) delete headers['content-length'];
  response.writeHead(reply.status, headers);
  response.end(body);
}

function hasNoLengthYet(headers: Record<string, unknown>): boolean {
  return headers['content-length'] === undefined && headers['Content-Length'] === undefined;
}
