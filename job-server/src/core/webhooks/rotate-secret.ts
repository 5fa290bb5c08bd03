/** A new secret takes the place of the newest, which goes on signing beside it for a while. Those before it sign no longer than they would have. */
import { type WebhookEndpoint, type WebhookSecret } from '@reelyard/contracts';

/** A receiver that forgets to change over is told three secrets at most. */
const MOST = 3;

export function rotateSecret(
  endpoint: WebhookEndpoint,
  secret: string,
  { now, overlapMs }: { now: number; overlapMs: number },
): WebhookEndpoint {
  const retired = endpoint.secrets
    .map((old): WebhookSecret => ({ ...old, expiresAt: Math.min(old.expiresAt ?? Infinity, now + overlapMs) }))
    .filter(({ expiresAt = 0 }) => expiresAt > now);
  const secrets = [{ secret, createdAt: now }, ...retired].slice(0, MOST);
  return { ...endpoint, secrets, updatedAt: now };
}
