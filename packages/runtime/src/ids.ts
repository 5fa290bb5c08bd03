/** Prefixed ULIDs (`job_01J…`): sortable by creation, unguessable enough to be names, never a secret. */
import { randomBytes } from 'node:crypto';

/** Crockford base 32, as the ULID spec prescribes (github.com/ulid/spec). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export type IdPrefix = 'job' | 'task' | 'evt' | 'whk' | 'dlv' | 'tpl' | 'bat' | 'ast' | 'req' | 'key';

/** @param bytes 16 of them; their randomness is the id's */
export function newId(prefix: IdPrefix, now = Date.now(), bytes: Uint8Array = randomBytes(16)): string {
  return `${prefix}_${encodeTime(now)}${encodeRandom(bytes)}`;
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

function encodeRandom(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += ALPHABET.charAt(byte & 31);
  return out;
}
