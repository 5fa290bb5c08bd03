export { type Client, type ClientOptions, createClient } from './client.ts';
export { ApiError, ConnectionError, WaitTimeout, isProblem } from './errors.ts';
export { type FollowOptions, type JobNews } from './follow-events.ts';
export type * from './generated/api-types.ts';
export { type CallInput, type CallOptions, type CallOutput, type OperationId } from './operation-types.ts';
export { type SignedRequest, type WebhookEvent, WebhookVerificationError, verifyWebhook } from './verify-webhook.ts';
export { hasEnded, type WaitOptions } from './wait-for.ts';
export { type WaitForAssetOptions } from './wait-for-asset.ts';
