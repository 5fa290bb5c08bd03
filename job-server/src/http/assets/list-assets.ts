/** `GET /v1/assets`: newest first, page by page. */
import { apiAssetPage } from '@reelyard/contracts';
import { z } from 'zod';
import { apiLimits } from '../../core/api-limits.ts';
import { viewAsset } from './view-asset.ts';
import { openCursor, sealCursor } from '../cursor.ts';
import { endpoint } from '../endpoint.ts';
import { wholeNumber } from '../query.ts';
import { wrongQuery } from '../read-request.ts';
import { json } from '../reply.ts';

const query = {
  limit: wholeNumber(1, apiLimits.pageSize).default(20),
  cursor: z.string().describe('Of the page before').optional(),
};

export const listAssets = endpoint(
  {
    id: 'listAssets',
    method: 'get',
    path: '/v1/assets',
    summary: 'Your assets, newest first, page by page',
    access: 'read',
    query,
    replies: {
      200: { description: 'A page; an upload is as it was when it was last asked for alone', schema: apiAssetPage },
    },
  },
  ({ ledger }) =>
    async ({ tenant, query: { limit, cursor: given } }) => {
      const scope = JSON.stringify(['assets', tenant]);
      const cursor = given === undefined ? undefined : openCursor(given, scope);
      if (cursor === undefined && given !== undefined)
        return wrongQuery([{ pointer: '/cursor', code: 'invalid_value', detail: 'is not a cursor of this list' }]);
      const page = await ledger.listAssets({ tenant, limit, ...(cursor === undefined ? {} : { cursor }) });
      const next = page.cursor === undefined ? {} : { cursor: sealCursor(page.cursor, scope) };
      return json(200, { assets: page.items.map(viewAsset), ...next });
    },
);
