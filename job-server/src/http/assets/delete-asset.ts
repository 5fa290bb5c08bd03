/** `DELETE /v1/assets/{id}`: from now on nothing may name it; jobs that have not fetched it yet fail. */
import { apiAssetId } from '@reelyard/contracts';
import { deleteAsset as remove } from '../../assets/delete-asset.ts';
import { param } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { problem } from '../reply.ts';

export const deleteAsset = endpoint(
  {
    id: 'deleteAsset',
    method: 'delete',
    path: '/v1/assets/{id}',
    summary: 'Delete an asset; jobs that have not fetched it yet fail',
    access: 'render',
    params: { id: apiAssetId },
    replies: { 204: { description: 'It is gone' } },
    problems: ['asset_changed'],
  },
  ({ ledger, media, clock }) =>
    async (call) => {
      const found = await ledger.findAsset(call.tenant, param(call, 'id'));
      if (!found) return problem('not_found', 'there is no such asset');
      if (await remove(found, { ledger, storage: media.store, clock })) return { status: 204, body: '' };
      return problem('asset_changed', 'the asset, or one of the same bytes, was changed in the same moment; try again');
    },
);
