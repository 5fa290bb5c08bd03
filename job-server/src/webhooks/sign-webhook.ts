/**
 * The three headers of Standard Webhooks 1.0. Every secret that is still good signs, the newest first, so that a receiver verifies with the old one while
 * it changes over.
 */
import { type WebhookSecret } from '@reelyard/contracts';
import { Webhook } from 'standardwebhooks';

export function signWebhook(
  message: { id: string; at: number; body: string },
  secrets: readonly WebhookSecret[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const { id, at, body } = message;
  const good = secrets.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > at);
  const signatures = good.map(({ secret }) => new Webhook(secret).sign(id, new Date(at), body));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': signatures.join(' '),
  };
}
