/** `POST /v1/webhook-endpoints`. Its secret is told in this reply and never again. */
import { apiEndpointRequest, apiEndpointWithSecret, EVENT_TYPES, type WebhookEndpoint } from '@reelyard/contracts';
import { apiLimits } from '../../core/api-limits.ts';
import { viewEndpoint } from '../../core/webhooks/view-endpoint.ts';
import { endpoint } from '../endpoint.ts';
import { readBodyAs } from '../read-body.ts';
import { json, problem } from '../reply.ts';
import { judgeUrl } from './judge-url.ts';
import { newSecret } from './new-secret.ts';

export const postWebhookEndpoint = endpoint(
  {
    id: 'createWebhookEndpoint',
    method: 'post',
    path: '/v1/webhook-endpoints',
    summary: 'An address that is told what happens to your jobs',
    access: 'admin',
    body: { schema: apiEndpointRequest },
    replies: {
      201: {
        description: 'Keep the secret',
        schema: apiEndpointWithSecret,
        headers: { Location: 'Path of the endpoint' },
      },
    },
    problems: ['invalid_webhook', 'webhook_limit'],
  },
  ({ clock, ledger, newId, webhooks }) =>
    async (call) => {
      const body = await readBodyAs(call, apiEndpointRequest, 'invalid_webhook');
      if (body.kind === 'refused') return body.reply;
      const { url, events = EVENT_TYPES, description } = body.value;
      const refusal = judgeUrl(url, webhooks.guard);
      if (refusal) return refusal;
      const { tenant } = call;
      if ((await ledger.listEndpoints(tenant)).length >= apiLimits.webhookEndpoints)
        return problem('webhook_limit', `a tenant has ${apiLimits.webhookEndpoints} endpoints at most`);
      const now = clock.now();
      const secret = newSecret();
      const created: WebhookEndpoint = {
        ...{ tenant, id: newId('whk', now), url, events: [...events], state: 'enabled', version: 1 },
        ...(description === undefined ? {} : { description }),
        ...{ secrets: [{ secret, createdAt: now }], createdAt: now, updatedAt: now },
      };
      await ledger.createEndpoint(created);
      webhooks.audience.forget(tenant);
      const headers = { location: `/v1/webhook-endpoints/${created.id}` };
      return json(201, { ...viewEndpoint(created, now), secret }, headers);
    },
);
