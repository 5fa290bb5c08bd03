/** `POST /v1/assets`: a name for media that the client uploads itself, straight to the bucket. */
import { apiAssetRequest, apiAssetUpload } from '@reelyard/contracts';
import { apiLimits } from '../core/api-limits.ts';
import { readAssetRequest } from '../core/asset-request.ts';
import { endpoint } from './endpoint.ts';
import { json, problem } from './reply.ts';

export const postAsset = endpoint(
  {
    id: 'createAsset',
    method: 'post',
    path: '/v1/assets',
    summary: 'A name for media of your own, and a signed address to upload it to',
    access: 'render',
    body: { schema: apiAssetRequest },
    replies: { 201: { description: 'Send the bytes to `uploadUrl` within the hour', schema: apiAssetUpload } },
    problems: ['invalid_asset'],
  },
  ({ clock, ledger, storage, newId }) =>
    async (call) => {
      const body = await call.readBody();
      if (body.kind === 'refused') return body.reply;
      const reading = readAssetRequest(body.value);
      if (reading.kind === 'refused') return problem('invalid_asset', 'the asset is not valid', reading);
      const { name, contentType, bytes } = reading.request;
      const wanted = { contentType, ...(bytes === undefined ? {} : { bytes }) };
      const now = clock.now();
      const id = newId('ast', now);
      const key = `assets/${call.tenant}/${id}/${safeName(name)}`;
      const { url, headers } = await storage.signPut(key, wanted, apiLimits.uploadUrlSeconds);
      await ledger.putAsset({ tenant: call.tenant, id, key, name, createdAt: now, ...wanted });
      const expiresAt = new Date(now + apiLimits.uploadUrlSeconds * 1_000).toISOString();
      const uri = `asset://${id}`;
      return json(201, { id, uri, method: 'PUT', uploadUrl: url, headers, expiresAt });
    },
);

/** The end of the object's key: it shows in addresses, so only characters that need no escape. */
const safeName = (name: string): string => name.replaceAll(/[^A-Za-z0-9._-]/g, '-').replace(/^[.-]+/, '') || 'asset';
