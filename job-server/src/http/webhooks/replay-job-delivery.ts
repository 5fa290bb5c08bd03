/** `POST /v1/jobs/{id}/webhook-deliveries/{delivery}/replay`: the same delivery begins anew. One that is under way goes on. */
import { apiDeliveryId, apiJobDelivery, apiJobId, type WebhookDelivery } from '@reelyard/contracts';
import { param } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { json, problem } from '../reply.ts';
import { changedMeanwhile } from './find-endpoint.ts';
import { findJobDelivery, viewJobDelivery } from './list-job-deliveries.ts';

export const replayJobDelivery = endpoint(
  {
    id: 'replayJobWebhookDelivery',
    method: 'post',
    path: '/v1/jobs/{id}/webhook-deliveries/{delivery}/replay',
    summary: 'Tell the webhook of the job again',
    access: 'render',
    params: { id: apiJobId, delivery: apiDeliveryId },
    replies: { 202: { description: 'The delivery, with the schedule of a new one', schema: apiJobDelivery } },
    problems: ['webhook_changed'],
  },
  ({ clock, ledger, webhooks }) =>
    async (call) => {
      const ref = { tenant: call.tenant, job: param(call, 'id'), id: param(call, 'delivery') };
      const delivery = await findJobDelivery(ref, ledger);
      if (!delivery) return problem('not_found', 'there is no such delivery of this job');
      if (delivery.state === 'pending') return json(202, viewJobDelivery(delivery));
      const again: WebhookDelivery = {
        ...delivery,
        isReplay: true,
        state: 'pending',
        attempts: 0,
        nextAt: clock.now(),
      };
      delete again.endedAt;
      if (!(await ledger.settleDelivery(delivery, again))) return changedMeanwhile();
      webhooks.wake();
      return json(202, viewJobDelivery(again));
    },
);
