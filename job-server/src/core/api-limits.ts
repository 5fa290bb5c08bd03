/** The bounds of the API; docs/reference/api.md names the same figures. */
import { compositionLimits } from '@reelyard/contracts';

const hourMs = 3_600_000;

export const apiLimits = {
  bodyBytes: 262_144,
  /** The composition lies one level below the body. */
  bodyDepth: compositionLimits.depth + 1,
  /** Payload as stored, with defaults filled; one DynamoDB item holds 400 KB. */
  payloadBytes: 262_144,
  idempotencyKeyLength: 255,
  idempotencyMs: 72 * hourMs,
  metadataEntries: 50,
  defaultDeadlineMs: 24 * hourMs,
  /** One day below the 14 days that a queue keeps messages. */
  maxDeadlineMs: 13 * 24 * hourMs,
  pageSize: 100,
  /** Of a long poll; below the idle time-out of load balancers. */
  waitSeconds: 50,
  /** Streams of one server, and of one tenant on it. */
  streams: 4_000,
  streamsOfTenant: 1_000,
  webhookEndpoints: 20,
  /** A batch is read as it comes: no limit of it is a limit of memory. */
  batchRows: 100_000,
  batchBytes: 268_435_456,
  batchRowBytes: 262_144,
  /** Batches that one server reads at once, and of one tenant. */
  batches: 16,
  batchesOfTenant: 4,
  /** Problems that a reply names; the manifest has those of every row. */
  batchErrors: 100,
  batchErrorsOfRow: 10,
  /** Days that results are kept, where neither the environment nor the job says otherwise. */
  retentionDays: 30,
  resultUrlSeconds: 3_600,
  uploadUrlSeconds: 3_600,
  /** S3 takes at most 5 GiB in one PUT. */
  assetBytes: 5 * 1_024 ** 3,
} as const;

/** Part of the fingerprint: a change of what a body means must not replay the old reply. */
export const apiVersion = 'v1';
