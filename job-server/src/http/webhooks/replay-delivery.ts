/** `POST /v1/webhook-endpoints/{id}/deliveries/{delivery}/replay`: tells it again, under the same `webhook-id`. */
import { apiDelivery, apiDeliveryId, apiEndpointId } from '@reelyard/contracts';
import { newReplay } from '../../core/webhooks/new-replay.ts';
import { viewDelivery } from '../../core/webhooks/view-endpoint.ts';
import { param } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { json, problem } from '../reply.ts';
import { findEndpoint, noSuchEndpoint } from './find-endpoint.ts';

export const replayWebhookDelivery = endpoint(
  {
    id: 'replayWebhookDelivery',
    method: 'post',
    path: '/v1/webhook-endpoints/{id}/deliveries/{delivery}/replay',
    summary: 'Tell it again',
    access: 'admin',
    params: { id: apiEndpointId, delivery: apiDeliveryId },
    replies: { 202: { description: 'A delivery of its own, with the schedule of a new one', schema: apiDelivery } },
  },
  ({ clock, ledger, newId, webhooks }) =>
    async (call) => {
      const found = await findEndpoint(call, ledger);
      if (!found) return noSuchEndpoint();
      const delivery = await ledger.findDelivery({ endpoint: found.id, id: param(call, 'delivery') });
      if (!delivery) return problem('not_found', 'there is no such delivery of this endpoint');
      const now = clock.now();
      const replay = newReplay(delivery, newId('dlv', now), now);
      await ledger.createDelivery(replay);
      webhooks.wake();
      return json(202, viewDelivery(replay));
    },
);
