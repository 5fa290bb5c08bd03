/** `POST /v1/webhook-endpoints/{id}/test`: one signed message now, and what the receiver made of it. Nothing is stored and nothing is tried again. */
import { apiEndpointId, apiTestResult } from '@reelyard/contracts';
import { isDelivered } from '../../core/webhooks/decide-delivery.ts';
import { signWebhook } from '../../webhooks/sign-webhook.ts';
import { endpoint } from '../endpoint.ts';
import { json } from '../reply.ts';
import { findEndpoint, noSuchEndpoint } from './find-endpoint.ts';

export const testWebhookEndpoint = endpoint(
  {
    id: 'testWebhookEndpoint',
    method: 'post',
    path: '/v1/webhook-endpoints/{id}/test',
    summary: 'Send one signed test message now',
    access: 'admin',
    params: { id: apiEndpointId },
    replies: { 200: { description: 'What came of it', schema: apiTestResult } },
  },
  ({ clock, ledger, newId, webhooks }) =>
    async (call) => {
      const found = await findEndpoint(call, ledger);
      if (!found) return noSuchEndpoint();
      const now = clock.now();
      const body = JSON.stringify({
        type: 'webhook.test',
        timestamp: new Date(now).toISOString(),
        data: { endpoint: found.id },
      });
      const headers = signWebhook({ id: newId('evt', now), at: now, body }, found.secrets);
      const { status, durationMs, error } = await webhooks.receiver.post(found.url, { headers, body });
      return json(200, {
        ...{ isDelivered: isDelivered({ ...(status === undefined ? {} : { status }) }), durationMs },
        ...(status === undefined ? {} : { status }),
        ...(error === undefined ? {} : { error }),
      });
    },
);
