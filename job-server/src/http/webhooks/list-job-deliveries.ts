/** `GET /v1/jobs/{id}/webhook-deliveries`: what the job's own webhook was told. A job has few events, so there is no page. */
import { apiJobDeliveries, apiJobId, type WebhookDelivery } from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import { viewDelivery } from '../../core/webhooks/view-endpoint.ts';
import { hookId } from '../../webhooks/job-hook.ts';
import { param } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { noSuchJob } from '../get-job.ts';
import { json } from '../reply.ts';

/** Of the newest events; runs that are tried again have many. */
const MOST = 100;

export const listJobDeliveries = endpoint(
  {
    id: 'listJobWebhookDeliveries',
    method: 'get',
    path: '/v1/jobs/{id}/webhook-deliveries',
    summary: 'What the webhook of the job was told, newest first, with every attempt',
    access: 'read',
    params: { id: apiJobId },
    replies: { 200: { description: 'All of it', schema: apiJobDeliveries } },
  },
  ({ ledger }) =>
    async (call) => {
      const job = await ledger.findJob(call.tenant, param(call, 'id'));
      if (!job) return noSuchJob();
      const own = await ledger.findJobWebhook(job.tenant, job.id);
      if (!own) return json(200, { deliveries: [] });
      const events = (await ledger.listEvents(job.id)).slice(-MOST).reverse();
      const found = await Promise.all(
        events.map(({ id }) => ledger.findDelivery({ endpoint: hookId(job.tenant, own), id: deliveryOf(id) })),
      );
      const deliveries = found.flatMap((one) => (one ? [viewJobDelivery(one)] : []));
      return json(200, { url: own.url, events: own.events, deliveries });
    },
);

const deliveryOf = (event: string): string => event.replace(/^evt_/, 'dlv_');

export function viewJobDelivery(delivery: WebhookDelivery): Record<string, unknown> {
  const view = viewDelivery(delivery);
  delete view['endpoint'];
  return view;
}

/** Of this very job: others may have told the same address. */
export async function findJobDelivery(
  { tenant, job, id }: { tenant: string; job: string; id: string },
  ledger: Pick<Ledger, 'findJobWebhook' | 'findDelivery'>,
): Promise<WebhookDelivery | undefined> {
  const own = await ledger.findJobWebhook(tenant, job);
  const found = own && (await ledger.findDelivery({ endpoint: hookId(tenant, own), id }));
  return found?.event.job === job ? found : undefined;
}
