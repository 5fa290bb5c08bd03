/** A job as clients see it. Lists show the register alone; one job also what its tasks add up to and its result URLs. */
import { z } from 'zod';
import { FAILURE_CLASSES, TASK_PHASES, type TaskState } from '../vocabulary.ts';
import { JOB_WAIT_REASONS } from '../wait-reason.ts';
import {
  apiCursor,
  apiEventType,
  apiInstant,
  apiJobId,
  apiJobState,
  apiLane,
  apiMetadata,
  idOf,
} from './primitives.ts';
import { apiSchemas } from './registry.ts';

const count = z.int().min(0);

export const apiJobLinks = z
  .object({ self: z.string(), events: z.string(), cancel: z.string(), retry: z.string() })
  .register(apiSchemas, { id: 'JobLinks' });

const apiImportItem = (codes: z.ZodEnum) =>
  z.object({ path: z.string().describe('RFC 6901 pointer into the edit'), code: codes, detail: z.string() });

export const apiImport = z
  .object({
    losses: z.array(apiImportItem(z.enum(['unsupported', 'approximated', 'dropped']))),
    notes: z.array(apiImportItem(z.enum(['coerced', 'ignored']))),
  })
  .describe('Of a `shotstack` edit: what the video will not show as it was, and what changes nothing')
  .register(apiSchemas, { id: 'Import' });

export const apiAcceptedJob = z
  .object({
    id: apiJobId,
    state: z.literal('queued'),
    lane: apiLane,
    createdAt: apiInstant,
    links: apiJobLinks,
    import: apiImport.optional(),
    webhook: z
      .object({ secret: z.string().regex(/^whsec_/) })
      .describe('Where the farm made the secret of its `webhook`; told this once')
      .optional(),
  })
  .register(apiSchemas, { id: 'AcceptedJob' });

export const apiJobError = z
  .object({
    code: z.string(),
    message: z.string(),
    class: z.enum(FAILURE_CLASSES).meta({ 'x-open': true }).optional(),
    pointer: z.string().describe('RFC 6901 pointer into what was submitted').optional(),
    task: count.describe('The task that decided it').optional(),
  })
  .register(apiSchemas, { id: 'JobError' });

const summaryFields = {
  id: apiJobId,
  state: apiJobState,
  lane: apiLane,
  engine: z.string(),
  createdAt: apiInstant,
  notBefore: apiInstant.optional(),
  deadline: apiInstant,
  startedAt: apiInstant.optional(),
  endedAt: apiInstant.optional(),
  error: apiJobError.optional(),
  metadata: apiMetadata.optional(),
  retryOf: apiJobId.optional(),
  batch: z
    .object({ id: idOf('bat'), row: z.int().min(1) })
    .describe('The row that it was made of')
    .optional(),
  template: z
    .object({ id: idOf('tpl'), version: z.int().min(1) })
    .describe('What it was made of')
    .optional(),
  mode: z.literal('test').describe('Made with a test key').optional(),
  links: apiJobLinks,
};

export const apiJobSummary = z.object(summaryFields).register(apiSchemas, { id: 'JobSummary' });
export type JobSummary = z.output<typeof apiJobSummary>;

export const JOB_PHASES = ['waiting', ...TASK_PHASES, 'assembling'] as const;

export const apiWaiting = z
  .object({
    reason: z
      .enum(JOB_WAIT_REASONS)
      .meta({ description: 'Take a word that you do not know for `not-counted-yet`', 'x-open': true }),
    position: count.nullable().describe('Tasks of the lane that come first; null when unknown'),
    etaSeconds: count
      .nullable()
      .describe('Seconds to the expected start; null when unknown. An estimate, never a promise'),
    until: apiInstant.describe('It does not start before, by its own doing').optional(),
  })
  .register(apiSchemas, { id: 'Waiting' });

export const apiMedia = z
  .object({
    width: z.int(),
    height: z.int(),
    frames: z.int(),
    durationSeconds: z.number(),
  })
  .partial()
  .register(apiSchemas, { id: 'Media' });

export const apiArtifact = z
  .object({
    name: z.string(),
    contentType: z.string(),
    bytes: count,
    sha256: z.string().describe('Lower-case hex'),
    media: apiMedia.optional(),
    url: z.url().describe('Signed; ask for the job again for a fresh one'),
    expiresAt: apiInstant,
  })
  .register(apiSchemas, { id: 'Artifact' });

const optionalCount = count.optional();
/** Keyed by state: a new state does not compile before it is here. */
const countsByState = {
  blocked: optionalCount,
  pending: optionalCount,
  queued: optionalCount,
  leased: optionalCount,
  done: optionalCount,
  failed: optionalCount,
  void: optionalCount,
} satisfies Record<TaskState, unknown>;

export const apiTaskCounts = z
  .object({ total: z.int().min(1), ...countsByState })
  .register(apiSchemas, { id: 'TaskCounts' });

const progressFields = {
  percent: z.int().min(0).max(100).describe('By frames; 100 only when the job has succeeded'),
  phase: z.enum(JOB_PHASES).meta({ description: 'Absent once the job has ended', 'x-open': true }).optional(),
  tasks: apiTaskCounts,
  attempts: count.describe('Claimed runs over all tasks'),
  cost: z
    .object({
      usd: z.number().min(0).describe('Instance seconds by the price of their pool; idle machines are not in it'),
      instanceSeconds: z.number().min(0).describe('Under leases, each from its claim to its end, or until now'),
      lostSeconds: z.number().min(0).describe('The part of them whose attempts came to nothing'),
    })
    .describe('So far')
    .register(apiSchemas, { id: 'JobCost' })
    .optional(),
  expiresAt: apiInstant.describe('Its results are kept until then; once it has succeeded').optional(),
  deletedAt: apiInstant.describe('Its results were deleted').optional(),
  waiting: apiWaiting.optional(),
};

export const apiJob = z
  .object({ ...summaryFields, ...progressFields, artifacts: z.array(apiArtifact).optional() })
  .register(apiSchemas, { id: 'Job' });
export type JobView = z.output<typeof apiJob>;

export const apiJobPage = z
  .object({ jobs: z.array(apiJobSummary).max(100), cursor: apiCursor.optional() })
  .register(apiSchemas, { id: 'JobPage' });

export const apiEvent = z
  .object({
    id: idOf('evt'),
    seq: z.int().min(1).describe('1, 2, 3 … without gaps'),
    type: apiEventType,
    at: apiInstant,
    data: z.record(z.string(), z.unknown()),
  })
  .register(apiSchemas, { id: 'JobEvent' });

export const apiTimeline = z.object({ events: z.array(apiEvent) }).register(apiSchemas, { id: 'Timeline' });
