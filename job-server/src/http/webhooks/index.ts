/** The endpoints of webhooks, in the order of the docs. */
import { type Endpoint } from '../endpoint.ts';
import { deleteWebhookEndpoint } from './delete-endpoint.ts';
import { getWebhookEndpoint } from './get-endpoint.ts';
import { listJobDeliveries } from './list-job-deliveries.ts';
import { listWebhookDeliveries } from './list-deliveries.ts';
import { listWebhookEndpoints } from './list-endpoints.ts';
import { patchWebhookEndpoint } from './patch-endpoint.ts';
import { postWebhookEndpoint } from './post-endpoint.ts';
import { replayJobDelivery } from './replay-job-delivery.ts';
import { replayWebhookDelivery } from './replay-delivery.ts';
import { replayWebhookRange } from './replay-range.ts';
import { rotateWebhookSecret } from './rotate-secret.ts';
import { testWebhookEndpoint } from './test-endpoint.ts';

export const webhookEndpoints: readonly Endpoint[] = [
  postWebhookEndpoint,
  listWebhookEndpoints,
  getWebhookEndpoint,
  patchWebhookEndpoint,
  deleteWebhookEndpoint,
  rotateWebhookSecret,
  testWebhookEndpoint,
  listWebhookDeliveries,
  replayWebhookDelivery,
  replayWebhookRange,
  listJobDeliveries,
  replayJobDelivery,
];
