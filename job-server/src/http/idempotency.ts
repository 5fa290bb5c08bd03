/** The Idempotency-Key of a request: 1–255 characters, taken as they are. */
import { apiLimits } from '../core/api-limits.ts';
import { type IdempotentRequest } from '../submit/commit-job.ts';
import { type Call } from './call.ts';
import { type Reply, problem } from './reply.ts';

export type KeyReading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'given'; readonly key: string }
  | { readonly kind: 'refused'; readonly reply: Reply };

export function readIdempotencyKey({ headers }: Call): KeyReading {
  const key = headers['idempotency-key'];
  if (key === undefined) return { kind: 'absent' };
  if (typeof key === 'string' && key.length >= 1 && key.length <= apiLimits.idempotencyKeyLength) {
    return { kind: 'given', key };
  }
  const detail = `the Idempotency-Key must have 1 to ${apiLimits.idempotencyKeyLength} characters`;
  return { kind: 'refused', reply: problem('invalid_idempotency_key', detail) };
}

export function idempotentRequest(reading: KeyReading, route: string, body: unknown): IdempotentRequest | undefined {
  return reading.kind === 'given' ? { key: reading.key, route, body } : undefined;
}
