/**
 * `POST /v1/assets`: a name for media. With a `url` the farm fetches it in the background; without one the client uploads it itself, straight to the
 * bucket. Invariant: an accepted address is in the index from the write that made its row, so some server will take it up.
 */
import { apiAsset, apiAssetRequest, apiAssetUpload } from '@reelyard/contracts';
import { type Asset, type AssetReply } from '@reelyard/ledger';
import { unknownType } from '../../assets/ingest-asset.ts';
import { apiLimits } from '../../core/api-limits.ts';
import { type IngestRequest, type UploadRequest, readAssetRequest } from '../../core/asset-request.ts';
import { viewAsset } from './view-asset.ts';
import { findAddressProblem } from '../../submit/check-address.ts';
import { findFingerprint } from '../../submit/fingerprint.ts';
import { type EndpointPorts } from '../endpoint-ports.ts';
import { endpoint } from '../endpoint.ts';
import { readIdempotencyKey } from '../idempotency.ts';
import { type Reply, problem } from '../reply.ts';

const route = 'POST /v1/assets';

export const postAsset = endpoint(
  {
    id: 'createAsset',
    method: 'post',
    path: '/v1/assets',
    summary: 'Media of your own: a signed address to upload it to, or with `url` fetched in the background',
    access: 'render',
    isIdempotent: true,
    body: { schema: apiAssetRequest },
    replies: {
      201: { description: 'Send the bytes to `uploadUrl` within the hour', schema: apiAssetUpload },
      202: { description: 'It is being fetched', schema: apiAsset, headers: { Location: 'Path of the asset' } },
    },
    problems: ['invalid_asset'],
  },
  (ports) => async (call) => {
    const key = readIdempotencyKey(call);
    if (key.kind === 'refused') return key.reply;
    const body = await call.readBody();
    if (body.kind === 'refused') return body.reply;
    const reading = readAssetRequest(body.value);
    if (reading.kind === 'refused') return problem('invalid_asset', 'the asset is not valid', reading);
    const { request } = reading;
    const { asset, status, answer } = await (request.kind === 'upload'
      ? describeUpload(call.tenant, request, ports)
      : describeIngest(call.tenant, request, ports));
    const wrong = request.kind === 'ingest' ? findAddressProblem(request.url, ports.webhooks.guard) : undefined;
    if (wrong) return problem('invalid_asset', wrong.detail, { errors: [{ pointer: '/url', ...wrong }] });
    const reply = { status, body: JSON.stringify(answer), location: `/v1/assets/${asset.id}` };
    const kept = key.kind === 'absent' ? undefined : keep(key.key, body.value, reply, asset.createdAt);
    return commit(asset, reply, kept, ports);
  },
);

/** Undefined: the body has no canonical form. A body that met its schema has one. */
function keep(key: string, body: unknown, reply: AssetReply['reply'], now: number): AssetReply | undefined {
  const fingerprint = findFingerprint(body);
  if (fingerprint === undefined) return undefined;
  return { key, route, fingerprint, reply, expiresAt: now + apiLimits.idempotencyMs };
}

async function commit(
  asset: Asset,
  reply: AssetReply['reply'],
  kept: AssetReply | undefined,
  { ledger, media }: EndpointPorts,
): Promise<Reply> {
  const created = await ledger.createAsset(asset, asset.createdAt, kept);
  switch (created.kind) {
    case 'key-reused':
      return problem('idempotency_key_reused', 'this Idempotency-Key was used with another body within 72 h');
    case 'replayed':
      return wire(created.reply, { 'idempotent-replayed': 'true' });
    case 'created':
      if (asset.state === 'ingesting') media.wake();
      return wire(reply);
  }
}

const wire = ({ status, body, location }: AssetReply['reply'], headers: Record<string, string> = {}): Reply => ({
  ...{ status, body },
  headers: { ...(status === 202 ? { location } : {}), ...headers },
});

interface Described {
  readonly asset: Asset;
  readonly status: 201 | 202;
  readonly answer: object;
}

async function describeUpload(tenant: string, request: UploadRequest, ports: EndpointPorts): Promise<Described> {
  const { name, contentType, bytes, sha256 } = request;
  const told = { contentType, ...(bytes === undefined ? {} : { bytes }) };
  const asset = newAsset(tenant, { name, state: 'awaiting-upload', ...told }, ports);
  const wanted = { ...told, ...(sha256 === undefined ? {} : { sha256 }) };
  const { url, headers } = await ports.storage.signPut(asset.key, wanted, apiLimits.uploadUrlSeconds);
  const expiresAt = new Date(asset.createdAt + apiLimits.uploadUrlSeconds * 1_000).toISOString();
  const answer = { id: asset.id, uri: `asset://${asset.id}`, method: 'PUT', uploadUrl: url, headers, expiresAt };
  return { asset, status: 201, answer };
}

async function describeIngest(tenant: string, request: IngestRequest, ports: EndpointPorts): Promise<Described> {
  const { name, url, contentType = unknownType } = request;
  const fields = { name, url, contentType, state: 'ingesting', nextAt: ports.clock.now() } as const;
  const asset = newAsset(tenant, fields, ports);
  return { asset, status: 202, answer: viewAsset(asset) };
}

function newAsset(
  tenant: string,
  fields: Omit<Asset, 'tenant' | 'id' | 'key' | 'createdAt' | 'version'>,
  { clock, newId }: EndpointPorts,
): Asset {
  const now = clock.now();
  const id = newId('ast', now);
  return { tenant, id, key: `assets/${tenant}/${id}/${safeName(fields.name)}`, ...fields, createdAt: now, version: 1 };
}

/** The end of the object's key: it shows in addresses, so only characters that need no escape. */
const safeName = (name: string): string => name.replaceAll(/[^A-Za-z0-9._-]/g, '-').replace(/^[.-]+/, '') || 'asset';
