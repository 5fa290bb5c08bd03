/** `GET /v1/assets/{id}`: as it is now; an upload is looked at when it is asked for. */
import { apiAsset, apiAssetId } from '@reelyard/contracts';
import { viewAsset } from './view-asset.ts';
import { param } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { json, problem } from '../reply.ts';

export const getAsset = endpoint(
  {
    id: 'getAsset',
    method: 'get',
    path: '/v1/assets/{id}',
    summary: 'An asset: its state, and what its media is',
    access: 'read',
    params: { id: apiAssetId },
    replies: { 200: { description: 'The asset', schema: apiAsset } },
  },
  ({ ledger, media }) =>
    async (call) => {
      const found = await ledger.findAsset(call.tenant, param(call, 'id'));
      return found
        ? json(200, viewAsset(await media.uploads.look(found)))
        : problem('not_found', 'there is no such asset');
    },
);
