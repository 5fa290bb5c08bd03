/** One request to an address that was judged, and to no other: no agent, no keep-alive, no redirect, no compression. */
import { type IncomingMessage, type RequestOptions, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { type PinnedAddress } from './address-guard.ts';

export interface DialOptions {
  /** Bounds the whole exchange, the body of the reply included. */
  signal: AbortSignal;
  method?: 'GET' | 'HEAD' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
}

/** @returns the head of the reply, its body unread: consume or destroy it. Rejects on any fault of the connection, also when aborted. */
export function dialPinned({ url, address }: PinnedAddress, options: DialOptions): Promise<IncomingMessage> {
  const { method = 'GET', headers = {}, body, signal } = options;
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        agent: false,
        method,
        signal,
        headers: { 'user-agent': 'Reelyard', accept: '*/*', 'accept-encoding': 'identity', ...headers, ...length },
        lookup: always(address),
      },
      resolve,
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Answers whatever is asked with the judged address. */
function always(address: string): NonNullable<RequestOptions['lookup']> {
  const family = isIP(address);
  return (_hostname, options, done) => {
    if (options.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}
