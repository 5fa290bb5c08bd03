/** A request as a route sees it: authenticated, its path and query checked against the declaration, its parts in reach. */
import { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { type KeyLimits } from '@reelyard/contracts';
import { type Principal } from './authenticate.ts';
import { type JsonReading } from './read-json.ts';
import { type Reply } from './reply.ts';

export interface Call {
  readonly tenant: string;
  /** The key that asks; absent where none is needed. */
  readonly principal?: Principal;
  /** Meet the schemas of the operation. */
  readonly params: Readonly<Record<string, string>>;
  /** As the operation's schemas read it. */
  readonly query: unknown;
  readonly headers: IncomingHttpHeaders;
  /** Aborts when the client hangs up; for routes that take their time. Absent: it never does. */
  readonly gone?: () => AbortSignal;
  readBody(): Promise<JsonReading>;
  /** For routes that read the body as it comes. Absent: there is none. */
  readonly request?: () => IncomingMessage;
}

export type Route = (call: Call) => Promise<Reply>;

/** A part of the path by its name. */
export function param({ params }: Call, name: string): string {
  const value = params[name];
  if (value === undefined) throw new Error(`the path has no {${name}}`);
  return value;
}

const traceparent = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** W3C trace context of the client; what is not well-formed counts as absent. */
function findTraceparent({ headers }: Call): string | undefined {
  const value = headers['traceparent'];
  return typeof value === 'string' && traceparent.test(value) ? value : undefined;
}

/** What a job keeps of the request that made it. */
export const originOf = (call: Call): Origin => ({
  traceparent: findTraceparent(call),
  mode: call.principal?.mode === 'test' ? 'test' : undefined,
  key: call.principal && { id: call.principal.keyId, limits: call.principal.limits },
});

export interface Origin {
  readonly traceparent: string | undefined;
  readonly mode: 'test' | undefined;
  /** Whose usage it is, and against whose quota it counts. */
  readonly key: { readonly id: string; readonly limits: KeyLimits | undefined } | undefined;
}
