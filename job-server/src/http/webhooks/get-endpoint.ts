/** `GET /v1/webhook-endpoints/{id}` */
import { apiEndpoint, apiEndpointId } from '@reelyard/contracts';
import { viewEndpoint } from '../../core/webhooks/view-endpoint.ts';
import { endpoint } from '../endpoint.ts';
import { json } from '../reply.ts';
import { findEndpoint, noSuchEndpoint } from './find-endpoint.ts';

export const getWebhookEndpoint = endpoint(
  {
    id: 'getWebhookEndpoint',
    method: 'get',
    path: '/v1/webhook-endpoints/{id}',
    summary: 'A webhook endpoint',
    access: 'read',
    params: { id: apiEndpointId },
    replies: { 200: { description: 'The endpoint, without its secrets', schema: apiEndpoint } },
  },
  ({ clock, ledger }) =>
    async (call) => {
      const found = await findEndpoint(call, ledger);
      return found ? json(200, viewEndpoint(found, clock.now())) : noSuchEndpoint();
    },
);
