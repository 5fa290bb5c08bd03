/** What jobs cost, and what becomes of their results, as clients see it. */
import { z } from 'zod';
import { apiArtifact } from './job-view.ts';
import { apiKeyMode } from './key.ts';
import { apiInstant, apiJobId, apiJobState, apiLane } from './primitives.ts';
import { apiSchemas } from './registry.ts';

export const USAGE_GROUPS = ['day', 'key', 'lane'] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

const count = z.int().min(0);
const amount = z.number().min(0);

export const apiUsageItem = z
  .object({
    day: z.iso.date().describe('Of UTC, on which the jobs ended').optional(),
    key: z.string().describe('Id of the key that submitted them; `-` of jobs from before keys were counted').optional(),
    lane: apiLane.optional(),
    mode: apiKeyMode,
    jobs: z.object({ succeeded: count, failed: count, canceled: count }),
    renderedSeconds: amount.describe('Length of the video and audio that was delivered, each output by itself'),
    instanceSeconds: amount.describe('Of instances under leases, each from its claim to its end'),
    lostSeconds: amount.describe(
      'The part of them whose attempts came to nothing: failed, lost, or overtaken by the end',
    ),
    usd: amount.describe('Instance seconds by the price of their pool on the day; idle machines are not in it'),
  })
  .register(apiSchemas, { id: 'UsageItem' });

export const apiUsage = z
  .object({ from: z.iso.date(), to: z.iso.date(), groupBy: z.enum(USAGE_GROUPS), usage: z.array(apiUsageItem) })
  .register(apiSchemas, { id: 'Usage' });

export const apiResults = z
  .object({ artifacts: z.array(apiArtifact), expiresAt: apiInstant.describe('Then they are deleted') })
  .register(apiSchemas, { id: 'Results' });

export const apiDeletedResults = z
  .object({ id: apiJobId, state: apiJobState, deletedAt: apiInstant })
  .register(apiSchemas, { id: 'DeletedResults' });
