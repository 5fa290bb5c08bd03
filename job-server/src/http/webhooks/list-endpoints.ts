/** `GET /v1/webhook-endpoints`: all of them; a tenant has few. */
import { apiEndpointList } from '@reelyard/contracts';
import { viewEndpoint } from '../../core/webhooks/view-endpoint.ts';
import { endpoint } from '../endpoint.ts';
import { json } from '../reply.ts';

export const listWebhookEndpoints = endpoint(
  {
    id: 'listWebhookEndpoints',
    method: 'get',
    path: '/v1/webhook-endpoints',
    summary: 'Your webhook endpoints, oldest first',
    access: 'read',
    replies: { 200: { description: 'All of them', schema: apiEndpointList } },
  },
  ({ clock, ledger }) =>
    async ({ tenant }) => {
      const found = await ledger.listEndpoints(tenant);
      return json(200, { endpoints: found.map((each) => viewEndpoint(each, clock.now())) });
    },
);
