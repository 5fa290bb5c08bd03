/** API keys as an admin sees them. The whole key is shown once, in the reply that makes it. */
import { z } from 'zod';
import { apiInstant } from './primitives.ts';
import { apiSchemas } from './registry.ts';

/** Each may do what those before it may: look; submit, cancel, retry, upload; manage keys and webhooks. */
export const KEY_SCOPES = ['read', 'render', 'admin'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** Jobs of a test key are marked, and their usage is counted apart. */
export const KEY_MODES = ['test', 'live'] as const;
export type KeyMode = (typeof KEY_MODES)[number];

export const apiKeyId = z
  .string()
  .regex(/^[A-Za-z0-9]{1,64}$/)
  .describe('The public part of the key');
export const apiKeyScope = z.enum(KEY_SCOPES).register(apiSchemas, { id: 'KeyScope' });
export const apiKeyMode = z.enum(KEY_MODES).register(apiSchemas, { id: 'KeyMode' });

/** Absent of a kind: the tenant's, as the environment says. */
export const apiKeyLimits = z
  .strictObject({
    requestsPerMinute: z.int().min(1).max(1_000_000).describe('Beyond it requests are refused with 429'),
    concurrentJobs: z.int().min(1).max(1_000).describe('Jobs beyond it are accepted and wait, `throttled`'),
    jobsPerDay: z
      .int()
      .min(1)
      .max(10_000_000)
      .describe('Of a day of UTC. Jobs beyond it are accepted and wait for the next'),
  })
  .partial()
  .register(apiSchemas, { id: 'KeyLimits' });
export type KeyLimits = z.output<typeof apiKeyLimits>;

const keyName = z.string().min(1).max(128);

export const apiKeyRequest = z
  .strictObject({
    name: keyName.describe('What it is for'),
    scope: apiKeyScope.default('render'),
    mode: apiKeyMode.default('live'),
    limits: apiKeyLimits.optional(),
  })
  .register(apiSchemas, { id: 'KeyRequest' });

export const apiKeyChange = z
  .strictObject({
    name: keyName.optional(),
    limits: apiKeyLimits.nullable().optional().describe("In place of all that it had; null: the tenant's again"),
  })
  .register(apiSchemas, { id: 'KeyChange' });

const keyFields = {
  id: apiKeyId,
  name: z.string(),
  scope: apiKeyScope,
  mode: apiKeyMode,
  limits: apiKeyLimits.optional(),
  createdAt: apiInstant,
  revokedAt: apiInstant.optional(),
};

export const apiKeyView = z.object(keyFields).register(apiSchemas, { id: 'Key' });
export type KeyView = z.output<typeof apiKeyView>;
export const apiNewKey = z
  .object({ ...keyFields, key: z.string().describe('The whole key; it is never shown again') })
  .register(apiSchemas, { id: 'NewKey' });
export const apiKeyList = z.object({ keys: z.array(apiKeyView) }).register(apiSchemas, { id: 'KeyList' });
