/** `GET /v1/webhook-endpoints/{id}/deliveries`: the delivery log, newest first. Ended ones are kept for 30 days. */
import { apiDeliveryPage, apiEndpointId, DELIVERY_STATES } from '@reelyard/contracts';
import { z } from 'zod';
import { apiLimits } from '../../core/api-limits.ts';
import { viewDelivery } from '../../core/webhooks/view-endpoint.ts';
import { openCursor, sealCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { wholeNumber, wordsOf } from '../query.ts';
import { wrongQuery } from '../read-request.ts';
import { json } from '../reply.ts';
import { findEndpoint, noSuchEndpoint } from './find-endpoint.ts';

const query = {
  limit: wholeNumber(1, apiLimits.pageSize).default(20),
  state: wordsOf(DELIVERY_STATES).optional(),
  cursor: z.string().describe('Of the page before, with the same filters').optional(),
};

export const listWebhookDeliveries = endpoint(
  {
    id: 'listWebhookDeliveries',
    method: 'get',
    path: '/v1/webhook-endpoints/{id}/deliveries',
    summary: 'What the endpoint was told, newest first, with every attempt',
    access: 'read',
    params: { id: apiEndpointId },
    query,
    replies: { 200: { description: 'A page', schema: apiDeliveryPage } },
  },
  ({ ledger }) =>
    async (call) => {
      const found = await findEndpoint(call, ledger);
      if (!found) return noSuchEndpoint();
      const { limit, state, cursor: given } = call.query;
      const scope = JSON.stringify([call.tenant, found.id, state ?? []]);
      const cursor = given === undefined ? undefined : openCursor(given, scope);
      if (given !== undefined && cursor === undefined)
        return wrongQuery([{ pointer: '/cursor', code: 'invalid_value', detail: 'is not a cursor of this list' }]);
      const page = await ledger.listDeliveries({
        ...{ endpoint: found.id, limit },
        ...(state === undefined ? {} : { states: state }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      const next = page.cursor === undefined ? {} : { cursor: sealCursor(page.cursor, scope) };
      return json(200, { deliveries: page.items.map(viewDelivery), ...next });
    },
);
