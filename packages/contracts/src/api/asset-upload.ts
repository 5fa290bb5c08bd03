/** `POST /v1/assets`. */
import { z } from 'zod';
import { apiInstant, idOf } from './primitives.ts';
import { apiSchemas } from './registry.ts';

/** S3 takes at most 5 GiB in one PUT. */
const maxBytes = 5 * 1_024 ** 3;

export const apiAssetRequest = z
  .strictObject({
    name: z
      .string()
      .regex(/^[^/\\]{1,128}$/)
      .describe('A file name without folders and control characters'),
    contentType: z.string().regex(/^(?:video|image|audio|font|text|application)\/[\w.+-]{1,64}$/),
    bytes: z.int().min(1).max(maxBytes).describe('An upload of another length is refused').optional(),
  })
  .register(apiSchemas, { id: 'AssetRequest' });

export const apiAssetUpload = z
  .object({
    id: idOf('ast'),
    uri: z
      .string()
      .regex(/^asset:\/\/ast_/)
      .describe('For compositions of the same tenant'),
    method: z.literal('PUT'),
    uploadUrl: z.url(),
    headers: z.record(z.string(), z.string()).describe('To send with the upload'),
    expiresAt: apiInstant,
  })
  .register(apiSchemas, { id: 'AssetUpload' });
