/** The endpoints of assets, in the order of the docs. */
import { type Endpoint } from '../endpoint.ts';
import { deleteAsset } from './delete-asset.ts';
import { getAsset } from './get-asset.ts';
import { listAssets } from './list-assets.ts';
import { postAsset } from './post-asset.ts';

export const assetEndpoints: readonly Endpoint[] = [postAsset, listAssets, getAsset, deleteAsset];
