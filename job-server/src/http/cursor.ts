/** Cursors of lists: opaque to clients, and worth nothing in another list than the one (tenant, filters) that gave them. */
import { createHash } from 'node:crypto';

const checksum = (cursor: string, scope: string): string =>
  createHash('sha256').update(`${scope}\n${cursor}`).digest('base64url').slice(0, 16);

export const sealCursor = (cursor: string, scope: string): string =>
  `${Buffer.from(cursor).toString('base64url')}.${checksum(cursor, scope)}`;

/** Undefined when it is not one of this list. */
export function openCursor(text: string, scope: string): string | undefined {
  const [encoded = '', sum] = text.split('.');
  const cursor = Buffer.from(encoded, 'base64url').toString('utf8');
  return sum === checksum(cursor, scope) ? cursor : undefined;
}
