/** Two submits are the same request when their RFC 8785 canonical bodies and the API version are the same. */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { apiVersion } from '../core/api-limits.ts';

/** Lower-case hex SHA-256; undefined when the body has no canonical form (a number beyond doubles, a lone surrogate). */
export function findFingerprint(body: unknown): string | undefined {
  try {
    const canonical = canonicalize(body);
    if (canonical === undefined) return undefined;
    return createHash('sha256').update(`${apiVersion}\n${canonical}`).digest('hex');
  } catch {
    return undefined;
  }
}
