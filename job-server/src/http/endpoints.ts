/** Every endpoint of the API, in the order of the docs. A path with a fixed part stands before one that would take it for a name. */
import { batchEndpoints } from './batches/index.ts';
import { assetEndpoints } from './assets/index.ts';
import { cancelJob } from './cancel-job.ts';
import { type Endpoint } from './endpoint.ts';
import { getDocument } from './get-document.ts';
import { getEvents } from './get-events.ts';
import { getJob } from './get-job.ts';
import { getUsage } from './get-usage.ts';
import { livez, readyz } from './health.ts';
import { changeKey, createKey, listKeys, revokeKey } from './keys.ts';
import { listJobs } from './list-jobs.ts';
import { postJob } from './post-job.ts';
import { deleteResults, getResults } from './results.ts';
import { retryJob } from './retry-job.ts';
import { templateEndpoints } from './templates/index.ts';
import { webhookEndpoints } from './webhooks/index.ts';
import { validateJob } from './validate-job.ts';

export const endpoints: readonly Endpoint[] = [
  postJob,
  validateJob,
  listJobs,
  getJob,
  getEvents,
  cancelJob,
  retryJob,
  getResults,
  deleteResults,
  getUsage,
  ...batchEndpoints,
  ...assetEndpoints,
  createKey,
  listKeys,
  changeKey,
  revokeKey,
  ...templateEndpoints,
  ...webhookEndpoints,
  getDocument,
  livez,
  readyz,
];
