/**
 * Posts to an address that a client named: resolved once, judged, dialed pinned; no redirect is followed, 5 s to an answer's head at most for the
 * connection, 15 s for all, and of the reply's body no more is read than tells what went wrong.
 */
import { type AddressGuard, type Clock, dialPinned, readRetryAfter } from '@reelyard/runtime';
import { type IncomingMessage } from 'node:http';
import { type AttemptResult } from '../core/webhooks/decide-delivery.ts';
import { type Receiver } from '../webhooks/ports.ts';

export interface ReceiverLimits {
  readonly resolveMs: number;
  readonly totalMs: number;
}

export const receiverLimits: ReceiverLimits = { resolveMs: 5_000, totalMs: 15_000 };

export function createReceiver(
  { guard, clock }: { guard: AddressGuard; clock: Clock },
  limits: ReceiverLimits = receiverLimits,
): Receiver {
  return {
    post: async (url, message) => {
      const startedAt = clock.monotonic();
      const told = await post(guard, clock, url, message, limits);
      return { ...told, durationMs: Math.round(clock.monotonic() - startedAt) };
    },
  };
}

type Told = Omit<AttemptResult, 'durationMs'>;

async function post(
  guard: AddressGuard,
  clock: Clock,
  url: string,
  { headers, body }: { headers: Readonly<Record<string, string>>; body: string },
  limits: ReceiverLimits,
): Promise<Told> {
  const pinned = await guard.pin(url, AbortSignal.timeout(limits.resolveMs));
  if (pinned.kind !== 'pinned') return { error: `the address ${pinned.detail}` };
  const signal = AbortSignal.timeout(limits.totalMs);
  const given = { 'content-type': 'application/json; charset=utf-8', ...headers };
  try {
    const reply = await dialPinned(pinned, { method: 'POST', headers: given, body, signal });
    return tell(reply, clock.now());
  } catch (error) {
    return { error: signal.aborted ? `no answer within ${limits.totalMs / 1_000} s` : describe(error) };
  }
}

/** The head says it all: the body is not read. */
function tell(reply: IncomingMessage, now: number): Told {
  reply.destroy();
  const retryAfterMs = readRetryAfter(reply.headers['retry-after'], now);
  return { status: reply.statusCode ?? 0, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Codes like ECONNREFUSED and messages of TLS; nothing of the farm is in them. */
function describe(error: unknown): string {
  const { code, message = 'no connection' } = error as Partial<NodeJS.ErrnoException>;
  return code === undefined ? message.slice(0, 200) : `no connection: ${code}`;
}
