/** Requests and replies of the API as schemas; the document, the client's types and the tests' checks are made from them. */
export { apiAsset, apiAssetId, apiAssetPage, apiAssetRequest, apiAssetUpload } from './asset.ts';
export {
  JOB_PHASES,
  type JobSummary,
  type JobView,
  apiAcceptedJob,
  apiArtifact,
  apiEvent,
  apiJob,
  apiJobPage,
  apiJobSummary,
  apiTimeline,
  apiWaiting,
} from './job-view.ts';
export {
  type BatchResult,
  apiAcceptedBatch,
  apiBatch,
  apiBatchFields,
  apiBatchId,
  apiBatchPage,
  apiBatchRequest,
  apiBatchResult,
  apiBatchState,
  apiBatchSummary,
  apiRowProblem,
} from './batch.ts';
export {
  KEY_MODES,
  KEY_SCOPES,
  type KeyLimits,
  type KeyMode,
  type KeyScope,
  type KeyView,
  apiKeyId,
  apiKeyChange,
  apiKeyLimits,
  apiKeyList,
  apiKeyRequest,
  apiKeyView,
  apiNewKey,
} from './key.ts';
export {
  apiCursor,
  apiEventType,
  apiInstant,
  apiInstantInput,
  apiJobId,
  apiJobState,
  apiLane,
  apiMetadata,
  idOf,
} from './primitives.ts';
export { apiHealth, apiProblem, apiProblemItem } from './problem-document.ts';
export { apiSchemas } from './registry.ts';
export { USAGE_GROUPS, type UsageGroup, apiDeletedResults, apiResults, apiUsage, apiUsageItem } from './usage.ts';
export { apiValidation } from './validation.ts';
export { apiTemplate, apiTemplateId, apiTemplateList, apiTemplateRequest, apiTemplateSummary } from './template.ts';
export {
  apiDelivery,
  apiDeliveryId,
  apiDeliveryPage,
  apiEndpoint,
  apiEndpointChange,
  apiEndpointId,
  apiEndpointList,
  apiEndpointRequest,
  apiEndpointWithSecret,
  apiJobDeliveries,
  apiJobDelivery,
  apiReplayRequest,
  apiReplayResult,
  apiSecretRotation,
  apiTestResult,
} from './webhook.ts';
export { apiCompositionWithVariables, apiSubmit } from './submit-body.ts';
