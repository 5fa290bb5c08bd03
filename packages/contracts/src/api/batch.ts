/** `/v1/batches`. */
import { z } from 'zod';
import { jsonValue } from '../composition/variable.ts';
import { output } from '../composition/output.ts';
import { BATCH_FORMATS, BATCH_MODES, BATCH_STATES } from '../batch.ts';
import { apiCursor, apiInstant, apiInstantInput, apiLane, apiMetadata, idOf } from './primitives.ts';
import { apiSchemas } from './registry.ts';
import { apiTemplateId } from './template.ts';

export const apiBatchId = idOf('bat').register(apiSchemas, { id: 'BatchId' });

const engine = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

/** What holds for every row; the same names are query parameters, where they are texts. */
export const apiBatchFields = z.strictObject({
  mode: z.enum(BATCH_MODES).optional(),
  templateId: apiTemplateId.optional(),
  templateVersion: z.int().min(1).max(999_999).optional(),
  engine: engine.optional(),
  lane: apiLane.optional(),
  notBefore: apiInstantInput.optional(),
  deadline: apiInstantInput.optional(),
  outputs: z.array(output).max(10).optional(),
  metadata: apiMetadata.optional(),
});

export const apiBatchRequest = apiBatchFields
  .extend({
    rows: z
      .array(z.record(z.string(), jsonValue))
      .min(1)
      .max(100_000)
      .describe(
        'The last field. With `templateId` each is the values of its variables, else a submit of its own. What is no object is an error of its row',
      ),
  })
  .register(apiSchemas, { id: 'BatchRequest' });

export const apiBatchState = z.enum(BATCH_STATES).meta({ 'x-open': true }).register(apiSchemas, { id: 'BatchState' });

const count = z.int().min(0);

const fields = {
  id: apiBatchId,
  state: apiBatchState,
  mode: z.enum(BATCH_MODES),
  format: z.enum(BATCH_FORMATS),
  templateId: apiTemplateId.optional(),
  templateVersion: z.int().min(1).optional(),
  createdAt: apiInstant,
  updatedAt: apiInstant,
  rows: z.object({ received: count, accepted: count, rejected: count }).describe('So far'),
  because: z.object({ code: z.string(), detail: z.string() }).describe('Why it is rejected or incomplete').optional(),
  links: z.object({ self: z.string(), results: z.string(), cancel: z.string(), jobs: z.string() }),
};

export const apiBatchSummary = z.object(fields).register(apiSchemas, { id: 'BatchSummary' });

export const apiRowProblem = z
  .object({
    row: z.int().min(1),
    line: z.int().min(1).describe('Of CSV and NDJSON: where the row begins').optional(),
    pointer: z.string().describe('RFC 6901 pointer into the submit that the row makes'),
    code: z.string(),
    detail: z.string(),
  })
  .register(apiSchemas, { id: 'RowProblem' });

export const apiAcceptedBatch = z
  .object({ ...fields, errors: z.array(apiRowProblem).describe('The first hundred; the manifest has all') })
  .register(apiSchemas, { id: 'AcceptedBatch' });

export const apiBatch = z
  .object({
    ...fields,
    jobs: z.object({
      ...{ queued: count, rendering: count, succeeded: count, failed: count, canceled: count },
      deleted: count,
    }),
    uncounted: count.describe('Rows that were not counted yet: ask again'),
    countedAt: apiInstant.describe('The oldest of the counts that may have changed since'),
    isOver: z.boolean().describe('No job of it will change any more'),
  })
  .register(apiSchemas, { id: 'Batch' });

export const apiBatchPage = z
  .object({ batches: z.array(apiBatchSummary).max(100), cursor: apiCursor.optional() })
  .register(apiSchemas, { id: 'BatchPage' });

/** A line of the manifest. */
export const apiBatchResult = z
  .object({
    row: z.int().min(1),
    line: z.int().min(1).optional(),
    state: z.string().describe('Of the job; `rejected` for a row without one, `deleted` for a job that is gone'),
    jobId: z.string().optional(),
    errorCode: z.string().optional(),
    errorDetail: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
    artifacts: z.record(z.string(), z.string()).describe('Signed URLs by name').optional(),
  })
  .register(apiSchemas, { id: 'BatchResult' });
export type BatchResult = z.output<typeof apiBatchResult>;
