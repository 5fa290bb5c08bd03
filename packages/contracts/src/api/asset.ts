/** `/v1/assets`. */
import { z } from 'zod';
import { ASSET_STATES, STREAM_KINDS } from '../asset.ts';
import { apiCursor, apiInstant, idOf } from './primitives.ts';
import { apiSchemas } from './registry.ts';

/** S3 takes at most 5 GiB in one PUT. */
const maxBytes = 5 * 1_024 ** 3;

export const apiAssetId = idOf('ast').register(apiSchemas, { id: 'AssetId' });

export const apiAssetRequest = z
  .strictObject({
    url: z
      .string()
      .max(8_192)
      .describe('Public http or https: the farm fetches it. Without it you upload the bytes yourself')
      .optional(),
    name: z
      .string()
      .regex(/^[^/\\]{1,128}$/)
      .describe('A file name without folders and control characters; needed for an upload, else from the address')
      .optional(),
    contentType: z
      .string()
      .regex(/^(?:video|image|audio|font|text|application)\/[\w.+-]{1,64}$/)
      .describe('Needed for an upload, else as the address says')
      .optional(),
    bytes: z.int().min(1).max(maxBytes).describe('An upload of another length is refused').optional(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('Hex; an upload of other bytes is refused')
      .optional(),
  })
  .register(apiSchemas, { id: 'AssetRequest' });

const uri = z
  .string()
  .regex(/^asset:\/\/ast_/)
  .describe('For compositions of the same tenant');

export const apiAssetUpload = z
  .object({
    id: apiAssetId,
    uri,
    method: z.literal('PUT'),
    uploadUrl: z.url(),
    headers: z.record(z.string(), z.string()).describe('To send with the upload'),
    expiresAt: apiInstant,
  })
  .register(apiSchemas, { id: 'AssetUpload' });

const stream = z.object({
  kind: z.enum(STREAM_KINDS).meta({ 'x-open': true }),
  codec: z.string().describe('As MediaInfo names the format: `AVC`, `VP9`, `AAC`').optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  fps: z.number().optional(),
  channels: z.number().optional(),
  sampleRate: z.number().describe('Hz').optional(),
});

export const apiAsset = z
  .object({
    id: apiAssetId,
    uri,
    state: z.enum(ASSET_STATES).meta({ 'x-open': true }),
    name: z.string(),
    contentType: z.string(),
    createdAt: apiInstant,
    source: z.string().describe('The address it came from, without its query').optional(),
    bytes: z.int().min(0).optional(),
    sha256: z.string().describe('Hex; of what the farm fetched, or of an upload that was announced with it').optional(),
    media: z
      .object({
        container: z.string().optional(),
        durationSeconds: z.number().optional(),
        streams: z.array(stream).describe('None: no media that is known'),
      })
      .describe('Once `ready`')
      .optional(),
    problem: z.object({ code: z.string(), detail: z.string() }).describe('Once `failed`').optional(),
  })
  .register(apiSchemas, { id: 'Asset' });

export const apiAssetPage = z
  .object({ assets: z.array(apiAsset), cursor: apiCursor.optional() })
  .register(apiSchemas, { id: 'AssetPage' });
