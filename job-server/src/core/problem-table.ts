/**
 * Every error that a client can see, once. Invariant: the table is total over the codes and over the faults of the farm, so no
 * error leaves the server without a documented code. `retryable` says: the same request may succeed later.
 */
import { type FarmErrorCode } from '@reelyard/contracts';

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly retryable: boolean;
}

const kind = (status: number, title: string, retryable = false): ProblemKind => ({ status, title, retryable });

export const problemTable = {
  malformed_request: kind(400, 'The request could not be read'),
  malformed_json: kind(400, 'The body is not JSON'),
  invalid_query: kind(400, 'A query parameter is wrong'),
  invalid_idempotency_key: kind(400, 'The Idempotency-Key is wrong'),
  unauthorized: kind(401, 'A valid API key is needed'),
  forbidden: kind(403, 'The key may not do this'),
  not_found: kind(404, 'There is no such thing'),
  method_not_allowed: kind(405, 'The method is not allowed here'),
  job_succeeded: kind(409, 'The job has succeeded'),
  job_failed: kind(409, 'The job has failed'),
  job_active: kind(409, 'The job has not ended'),
  asset_changed: kind(409, 'The asset was changed meanwhile', true),
  template_changed: kind(409, 'The template was changed meanwhile', true),
  batch_in_progress: kind(409, 'The batch is being read', true),
  webhook_changed: kind(409, 'The endpoint was changed meanwhile', true),
  key_revoked: kind(409, 'The key is revoked'),
  webhook_limit: kind(409, 'There are too many webhook endpoints'),
  request_timeout: kind(408, 'The request took too long', true),
  results_deleted: kind(410, 'The results were deleted'),
  results_expired: kind(410, 'The results have expired'),
  body_too_large: kind(413, 'The body is too large'),
  unsupported_media_type: kind(415, 'The media type is not supported'),
  invalid_job: kind(422, 'The job is not valid'),
  invalid_asset: kind(422, 'The asset is not valid'),
  invalid_template: kind(422, 'The template is not valid'),
  invalid_webhook: kind(422, 'The webhook request is not valid'),
  invalid_key: kind(422, 'The key is not valid'),
  invalid_batch: kind(422, 'The batch is not valid'),
  batch_rejected: kind(422, 'Rows of the batch are not valid'),
  unsupported_by_engine: kind(422, 'The engine cannot do this'),
  limit_depth: kind(422, 'The body is nested too deeply'),
  idempotency_key_reused: kind(422, 'The Idempotency-Key was used with another request'),
  rate_limited: kind(429, 'The key asks too often', true),
  too_many_streams: kind(429, 'There are too many open streams', true),
  too_many_batches: kind(429, 'There are too many batches on their way', true),
  head_too_large: kind(431, 'The head of the request is too large'),
  internal: kind(500, 'The server has a bug', true),
  dependency_unavailable: kind(503, 'A dependency is unavailable', true),
  draining: kind(503, 'The server is going away', true),
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemTable;

/** Which problem a fault becomes. A lost dependency is a 503, never a 500. */
export const faultTable: Readonly<Record<FarmErrorCode, ProblemCode>> = {
  'ledger-unavailable': 'dependency_unavailable',
  'ledger-throttled': 'dependency_unavailable',
  'queue-unavailable': 'dependency_unavailable',
  'storage-unavailable': 'dependency_unavailable',
  'capacity-unavailable': 'dependency_unavailable',
  'ssm-unavailable': 'dependency_unavailable',
  'metadata-unavailable': 'dependency_unavailable',
  'engine-unusable': 'internal',
  'config-invalid': 'internal',
  'bundle-failed': 'internal',
  internal: 'internal',
};
