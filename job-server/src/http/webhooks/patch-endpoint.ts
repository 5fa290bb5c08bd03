/** `PATCH /v1/webhook-endpoints/{id}`: what is given changes. Enabled again it hears what waited for it meanwhile. */
import { apiEndpoint, apiEndpointChange, apiEndpointId, type WebhookEndpoint } from '@reelyard/contracts';
import { type z } from 'zod';
import { viewEndpoint } from '../../core/webhooks/view-endpoint.ts';
import { endpoint } from '../endpoint.ts';
import { readBodyAs } from '../read-body.ts';
import { json } from '../reply.ts';
import { changedMeanwhile, findEndpoint, noSuchEndpoint } from './find-endpoint.ts';
import { judgeUrl } from './judge-url.ts';

export const patchWebhookEndpoint = endpoint(
  {
    id: 'changeWebhookEndpoint',
    method: 'patch',
    path: '/v1/webhook-endpoints/{id}',
    summary: 'Change, disable or enable an endpoint',
    access: 'admin',
    params: { id: apiEndpointId },
    body: { schema: apiEndpointChange },
    replies: { 200: { description: 'As it is now', schema: apiEndpoint } },
    problems: ['invalid_webhook', 'webhook_changed'],
  },
  ({ clock, ledger, webhooks }) =>
    async (call) => {
      const body = await readBodyAs(call, apiEndpointChange, 'invalid_webhook');
      if (body.kind === 'refused') return body.reply;
      const refusal = judgeUrl(body.value.url, webhooks.guard);
      if (refusal) return refusal;
      const before = await findEndpoint(call, ledger);
      if (!before) return noSuchEndpoint();
      const after = change(before, body.value, clock.now());
      if (!(await ledger.updateEndpoint(before, after))) return changedMeanwhile();
      webhooks.audience.forget(call.tenant);
      webhooks.wake();
      return json(200, viewEndpoint(after, clock.now()));
    },
);

function change(before: WebhookEndpoint, given: z.output<typeof apiEndpointChange>, now: number): WebhookEndpoint {
  const { url, events, description, state } = given;
  const after: WebhookEndpoint = {
    ...before,
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events }),
    ...(description === undefined ? {} : { description }),
    ...(state === undefined ? {} : { state }),
    updatedAt: now,
  };
  if (state === 'disabled') after.disabledBecause = 'owner';
  if (state === 'enabled') delete after.disabledBecause;
  return after;
}
