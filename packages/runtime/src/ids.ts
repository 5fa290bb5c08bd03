/** Prefixed ULIDs (`job_01J…`): sortable by creation, unguessable enough to be names, never a secret. */
import { randomBytes } from 'node:crypto';

/** Crockford base 32, as the ULID spec prescribes (github.com/ulid/spec). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export type IdPrefix = 'job' | 'task' | 'evt' | 'whk' | 'ast' | 'req' | 'key';

export function newId(prefix: IdPrefix, now = Date.now()): string {
  return `${prefix}_${encodeTime(now)}${encodeRandom(randomBytes(16))}`;
}

function encodeTime(now: number): string {
  let rest = now;
  let out = '';
  for (let i = 0; i < 10; i += 1) {
    out = ALPHABET.charAt(rest % 32) + out;
    rest = Math.floor(rest / 32);
  }
  return out;
}

function encodeRandom(bytes: Buffer): string {
  let out = '';
  for (const byte of bytes) out += ALPHABET.charAt(byte & 31);
  return out;
}
