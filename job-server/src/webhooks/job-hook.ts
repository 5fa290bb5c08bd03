/**
 * The webhook that a job was submitted with, in the place of an endpoint. Its name among endpoints is that of the tenant's address, so that all jobs
 * which name one address share its circuit breaker and its turns.
 */
import { type JobWebhook, type WebhookDelivery, type WebhookEndpoint } from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import { createHash } from 'node:crypto';

const PREFIX = 'hook_';

export function hookId(tenant: string, { url }: Pick<JobWebhook, 'url'>): string {
  const digest = createHash('sha256').update(`${tenant}\n${url}`).digest('hex');
  return `${PREFIX}${digest.slice(0, 32)}`;
}

export const isHook = (endpoint: string): boolean => endpoint.startsWith(PREFIX);

/** What an attempt needs of whoever is told. */
export type Target = Pick<WebhookEndpoint, 'state' | 'url' | 'secrets'> & { readonly endpoint?: WebhookEndpoint };

/** Undefined: nobody is to be told any more. */
export async function findTarget(
  { tenant, endpoint: id, event, createdAt }: WebhookDelivery,
  ledger: Pick<Ledger, 'findEndpoint' | 'findJobWebhook'>,
): Promise<Target | undefined> {
  if (!isHook(id)) {
    const endpoint = await ledger.findEndpoint(tenant, id);
    return endpoint && { state: endpoint.state, url: endpoint.url, secrets: endpoint.secrets, endpoint };
  }
  const own = await ledger.findJobWebhook(tenant, event.job);
  return own && { state: 'enabled', url: own.url, secrets: [{ secret: own.secret, createdAt }] };
}
