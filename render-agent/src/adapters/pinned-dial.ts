/** Resolve, judge, dial exactly what was judged. A guard inside the lookup alone would never be asked for IP literals. */
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { findLiteral, isPublicAddress } from './public-address.ts';

export interface Dial {
  url: URL;
  /** The address that was judged. */
  address: string;
  signal: AbortSignal;
}

export type Pinned =
  { kind: 'pinned'; address: string } | { kind: 'refused'; message: string } | { kind: 'unresolved' };

export interface Resolver {
  allow: readonly string[];
  lookup(hostname: string): Promise<string[]>;
}

/** Refused when any address of the name is not public: a mixed answer is an attack or a mistake. */
export async function resolvePinned(url: URL, { allow, lookup }: Resolver): Promise<Pinned> {
  const literal = findLiteral(url.hostname);
  const addresses = literal === undefined ? await lookup(url.hostname).catch(() => []) : [literal];
  const [address] = addresses;
  if (address === undefined) return { kind: 'unresolved' };
  if (allow.includes(url.origin) || addresses.every(isPublicAddress)) return { kind: 'pinned', address };
  return { kind: 'refused', message: `${url.host} is not a public address` };
}

/** Resolves with the head of the reply; rejects on any fault of the connection. Redirects are not followed. */
export function dial({ url, address, signal }: Dial): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        agent: false,
        signal,
        headers: { 'user-agent': 'Reelyard', accept: '*/*', 'accept-encoding': 'identity' },
        lookup: (_hostname, options, done) => {
          const family = isIP(address);
          if (options.all) done(null, [{ address, family }]);
          else done(null, address, family);
        },
      },
      resolve,
    );
    request.on('error', reject);
    request.end();
  });
}
