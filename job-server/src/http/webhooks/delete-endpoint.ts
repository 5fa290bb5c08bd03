/** `DELETE /v1/webhook-endpoints/{id}`: what still waited for it is given up. Deleting it again is the same delete, 404. */
import { apiEndpointId } from '@reelyard/contracts';
import { endpoint } from '../endpoint.ts';
import { findEndpoint, noSuchEndpoint } from './find-endpoint.ts';

export const deleteWebhookEndpoint = endpoint(
  {
    id: 'deleteWebhookEndpoint',
    method: 'delete',
    path: '/v1/webhook-endpoints/{id}',
    summary: 'Delete an endpoint; what waits for it is given up',
    access: 'admin',
    params: { id: apiEndpointId },
    replies: { 204: { description: 'It is gone' } },
  },
  ({ ledger, webhooks }) =>
    async (call) => {
      const found = await findEndpoint(call, ledger);
      if (!found) return noSuchEndpoint();
      await ledger.deleteEndpoint(call.tenant, found.id);
      webhooks.audience.forget(call.tenant);
      return { status: 204, body: '' };
    },
);
