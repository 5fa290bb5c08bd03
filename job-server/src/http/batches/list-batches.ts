/** `GET /v1/batches`: newest first, page by page. */
import { apiBatchPage } from '@reelyard/contracts';
import { z } from 'zod';
import { apiLimits } from '../../core/api-limits.ts';
import { viewBatch } from '../../core/batches/view-batch.ts';
import { openCursor, sealCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { wholeNumber } from '../query.ts';
import { wrongQuery } from '../read-request.ts';
import { json } from '../reply.ts';

const query = {
  limit: wholeNumber(1, apiLimits.pageSize).default(20),
  cursor: z.string().describe('Of the page before').optional(),
};

export const listBatches = endpoint(
  {
    id: 'listBatches',
    method: 'get',
    path: '/v1/batches',
    summary: 'Batches, newest first, page by page',
    access: 'read',
    query,
    replies: { 200: { description: 'A page', schema: apiBatchPage } },
  },
  ({ ledger }) =>
    async ({ tenant, query: { limit, cursor: given } }) => {
      const scope = `batches ${tenant}`;
      const cursor = given === undefined ? undefined : openCursor(given, scope);
      if (cursor === undefined && given !== undefined) {
        return wrongQuery([{ pointer: '/cursor', code: 'invalid_value', detail: 'is not a cursor of this list' }]);
      }
      const page = await ledger.listBatches({ tenant, limit, ...(cursor === undefined ? {} : { cursor }) });
      const next = page.cursor === undefined ? {} : { cursor: sealCursor(page.cursor, scope) };
      return json(200, { batches: page.items.map(viewBatch), ...next });
    },
);
