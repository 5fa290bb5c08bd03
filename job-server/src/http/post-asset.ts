/** `POST /v1/assets`: a name for media that the client uploads itself, straight to the bucket. */
import { type Clock, type IdPrefix } from '@reelyard/runtime';
import { apiLimits } from '../core/api-limits.ts';
import { readAssetRequest } from '../core/asset-request.ts';
import { type JobStore, type Storage } from '../ports.ts';
import { type Route } from './call.ts';
import { json, problem } from './reply.ts';

export interface AssetRoutePorts {
  readonly clock: Clock;
  readonly ledger: Pick<JobStore, 'putAsset'>;
  readonly storage: Pick<Storage, 'signPut'>;
  readonly newId: (prefix: IdPrefix, now: number) => string;
}

export function postAsset({ clock, ledger, storage, newId }: AssetRoutePorts): Route {
  return async (call) => {
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
  };
}

/** The end of the object's key: it shows in addresses, so only characters that need no escape. */
const safeName = (name: string): string => name.replaceAll(/[^A-Za-z0-9._-]/g, '-').replace(/^[.-]+/, '') || 'asset';
