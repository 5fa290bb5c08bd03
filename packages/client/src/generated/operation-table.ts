/** Written by `node packages/client/src/generate/main.ts` from docs/reference/openapi.json. */
export const operationTable = {
  /** Submit a job; it is durable before the reply leaves */
  submitJob: { method: 'POST', path: '/v1/jobs', isKeyed: true, hasBody: true },
  /** Jobs, newest first, page by page */
  listJobs: { method: 'GET', path: '/v1/jobs' },
  /** What a submit of this body would do: the resolved timeline, the cut, an estimate; or every problem */
  validateJob: { method: 'POST', path: '/v1/jobs:validate', hasBody: true },
  /** A job: state, progress, why it waits, results */
  getJob: { method: 'GET', path: '/v1/jobs/{id}' },
  /** Delete the results of an ended job; its record stays */
  deleteResults: { method: 'DELETE', path: '/v1/jobs/{id}' },
  /** The timeline of a job, oldest first; as a stream with progress until the job has ended */
  getJobEvents: { method: 'GET', path: '/v1/jobs/{id}/events' },
  /** End a job: from now on it never succeeds */
  cancelJob: { method: 'POST', path: '/v1/jobs/{id}/cancel' },
  /** Run a failed or canceled job again, as a child job */
  retryJob: { method: 'POST', path: '/v1/jobs/{id}/retry', isKeyed: true },
  /** Results of an ended job, with fresh URLs */
  getResults: { method: 'GET', path: '/v1/jobs/{id}/artifacts' },
  /** What your ended jobs took, by day, key or lane */
  getUsage: { method: 'GET', path: '/v1/usage' },
  /** Submit many jobs: a row each, read and submitted as they come */
  createBatch: { method: 'POST', path: '/v1/batches', isKeyed: true, hasBody: true },
  /** Batches, newest first, page by page */
  listBatches: { method: 'GET', path: '/v1/batches' },
  /** A batch: what became of its rows, counted */
  getBatch: { method: 'GET', path: '/v1/batches/{id}' },
  /** The manifest of a batch: every row with its job, state, error and result URLs */
  getBatchResults: { method: 'GET', path: '/v1/batches/{id}/results' },
  /** End a batch: every job of it that has not ended is canceled */
  cancelBatch: { method: 'POST', path: '/v1/batches/{id}/cancel' },
  /** Media of your own: a signed address to upload it to, or with `url` fetched in the background */
  createAsset: { method: 'POST', path: '/v1/assets', isKeyed: true, hasBody: true },
  /** Your assets, newest first, page by page */
  listAssets: { method: 'GET', path: '/v1/assets' },
  /** An asset: its state, and what its media is */
  getAsset: { method: 'GET', path: '/v1/assets/{id}' },
  /** Delete an asset; jobs that have not fetched it yet fail */
  deleteAsset: { method: 'DELETE', path: '/v1/assets/{id}' },
  /** Make a key; the whole of it is shown this once */
  createKey: { method: 'POST', path: '/v1/keys', hasBody: true },
  /** Keys of the tenant, without what proves them */
  listKeys: { method: 'GET', path: '/v1/keys' },
  /** Rename a key, or change its limits; everywhere within a minute */
  changeKey: { method: 'PATCH', path: '/v1/keys/{id}', hasBody: true },
  /** End a key: refused within a minute, for good */
  revokeKey: { method: 'DELETE', path: '/v1/keys/{id}' },
  /** Keep a composition under a name; jobs send the values of its variables alone */
  createTemplate: { method: 'POST', path: '/v1/templates', hasBody: true },
  /** Your templates, oldest first */
  listTemplates: { method: 'GET', path: '/v1/templates' },
  /** A template with the JSON Schema of its variables */
  getTemplate: { method: 'GET', path: '/v1/templates/{id}' },
  /** The next version of a template */
  changeTemplate: { method: 'PUT', path: '/v1/templates/{id}', hasBody: true },
  /** Delete a template with all its versions */
  deleteTemplate: { method: 'DELETE', path: '/v1/templates/{id}' },
  /** An address that is told what happens to your jobs */
  createWebhookEndpoint: { method: 'POST', path: '/v1/webhook-endpoints', hasBody: true },
  /** Your webhook endpoints, oldest first */
  listWebhookEndpoints: { method: 'GET', path: '/v1/webhook-endpoints' },
  /** A webhook endpoint */
  getWebhookEndpoint: { method: 'GET', path: '/v1/webhook-endpoints/{id}' },
  /** Change, disable or enable an endpoint */
  changeWebhookEndpoint: { method: 'PATCH', path: '/v1/webhook-endpoints/{id}', hasBody: true },
  /** Delete an endpoint; what waits for it is given up */
  deleteWebhookEndpoint: { method: 'DELETE', path: '/v1/webhook-endpoints/{id}' },
  /** A new secret; the old one signs beside it for a while */
  rotateWebhookSecret: { method: 'POST', path: '/v1/webhook-endpoints/{id}/rotate-secret', hasBody: true },
  /** Send one signed test message now */
  testWebhookEndpoint: { method: 'POST', path: '/v1/webhook-endpoints/{id}/test' },
  /** What the endpoint was told, newest first, with every attempt */
  listWebhookDeliveries: { method: 'GET', path: '/v1/webhook-endpoints/{id}/deliveries' },
  /** Tell it again */
  replayWebhookDelivery: { method: 'POST', path: '/v1/webhook-endpoints/{id}/deliveries/{delivery}/replay' },
  /** Tell again what it was told within a range */
  replayWebhookRange: { method: 'POST', path: '/v1/webhook-endpoints/{id}/replay', hasBody: true },
  /** What the webhook of the job was told, newest first, with every attempt */
  listJobWebhookDeliveries: { method: 'GET', path: '/v1/jobs/{id}/webhook-deliveries' },
  /** Tell the webhook of the job again */
  replayJobWebhookDelivery: { method: 'POST', path: '/v1/jobs/{id}/webhook-deliveries/{delivery}/replay' },
  /** This API as an OpenAPI 3.1 document */
  getOpenApi: { method: 'GET', path: '/openapi.json' },
  /** 200 while the process runs */
  getLiveness: { method: 'GET', path: '/livez' },
  /** 200 while jobs can be accepted: the ledger answers */
  getReadiness: { method: 'GET', path: '/readyz' },
} as const;
