/** `/v1/webhook-endpoints` and what lies below. */
import { z } from 'zod';
import { EVENT_TYPES } from '../vocabulary.ts';
import { DELIVERY_STATES } from '../webhook.ts';
import { apiCursor, apiEventType, apiInstant, apiInstantInput, apiJobId, idOf } from './primitives.ts';
import { apiSchemas } from './registry.ts';

export const apiEndpointId = idOf('whk').register(apiSchemas, { id: 'WebhookEndpointId' });
export const apiDeliveryId = idOf('dlv').register(apiSchemas, { id: 'WebhookDeliveryId' });

const wantedEvents = z
  .array(z.enum(EVENT_TYPES))
  .min(1)
  .max(EVENT_TYPES.length)
  .refine((events) => new Set(events).size === events.length, { error: 'must not name an event twice' })
  .describe('What it listens to; all without it');
const url = z.string().max(2_048).describe('Public http or https; never redirected');
const description = z.string().max(256);

export const apiEndpointRequest = z
  .strictObject({ url, events: wantedEvents.optional(), description: description.optional() })
  .register(apiSchemas, { id: 'WebhookEndpointRequest' });

export const apiEndpointChange = z
  .strictObject({
    url: url.optional(),
    events: wantedEvents.optional(),
    description: description.optional(),
    state: z.enum(['enabled', 'disabled']).optional(),
  })
  .register(apiSchemas, { id: 'WebhookEndpointChange' });

export const apiSecretRotation = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(604_800)
      .describe('How long the old secret signs, too; a day without it')
      .optional(),
  })
  .register(apiSchemas, { id: 'WebhookSecretRotation' });

export const apiEndpoint = z
  .object({
    id: apiEndpointId,
    url: z.string(),
    events: z.array(apiEventType),
    description: z.string().optional(),
    state: z.enum(['enabled', 'disabled']),
    disabledBecause: z.enum(['owner', 'gone']).optional(),
    createdAt: apiInstant,
    updatedAt: apiInstant,
    secrets: z
      .array(z.object({ createdAt: apiInstant, expiresAt: apiInstant.optional() }))
      .describe('Those that sign, newest first; the secret itself is told once'),
  })
  .register(apiSchemas, { id: 'WebhookEndpoint' });

export const apiEndpointWithSecret = z
  .object({
    ...apiEndpoint.shape,
    secret: z
      .string()
      .regex(/^whsec_/)
      .describe('Of Standard Webhooks; told this once'),
  })
  .register(apiSchemas, { id: 'WebhookEndpointWithSecret' });

export const apiEndpointList = z
  .object({ endpoints: z.array(apiEndpoint) })
  .register(apiSchemas, { id: 'WebhookEndpointList' });

const attempt = z.object({
  at: apiInstant,
  durationMs: z.int().min(0),
  status: z.int().describe('Absent when there was no reply').optional(),
  error: z.string().describe('Why it counts as failed').optional(),
});

export const apiDelivery = z
  .object({
    id: apiDeliveryId,
    endpoint: apiEndpointId,
    event: z.object({
      id: idOf('evt').describe('`webhook-id`: the same over all attempts, endpoints and replays'),
      type: apiEventType,
      job: apiJobId,
      seq: z.int().min(1),
      at: apiInstant,
    }),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int().min(0),
    log: z.array(attempt).describe('The last ten attempts, newest last'),
    nextAt: apiInstant.describe('While pending').optional(),
    isReplay: z.literal(true).optional(),
    createdAt: apiInstant,
    endedAt: apiInstant.optional(),
  })
  .register(apiSchemas, { id: 'WebhookDelivery' });

export const apiDeliveryPage = z
  .object({ deliveries: z.array(apiDelivery), cursor: apiCursor.optional() })
  .register(apiSchemas, { id: 'WebhookDeliveryPage' });

export const apiJobDelivery = apiDelivery.omit({ endpoint: true }).register(apiSchemas, { id: 'JobWebhookDelivery' });

export const apiJobDeliveries = z
  .object({
    url: z.string().describe('Absent: the job has no webhook of its own').optional(),
    events: z.array(apiEventType).optional(),
    deliveries: z.array(apiJobDelivery).describe('Newest first'),
  })
  .register(apiSchemas, { id: 'JobWebhookDeliveries' });

export const apiReplayRequest = z
  .strictObject({
    from: apiInstantInput.describe('Deliveries made from this instant on'),
    to: apiInstantInput.describe('And before this one').optional(),
    state: z.enum(['delivered', 'failed']).describe('Only such; without it all that ended').optional(),
  })
  .register(apiSchemas, { id: 'WebhookReplayRequest' });

export const apiReplayResult = z
  .object({
    replayed: z.int().min(0),
    next: apiInstant.describe('A call makes 500 at most: call again with this as `to`').optional(),
  })
  .register(apiSchemas, { id: 'WebhookReplayResult' });

export const apiTestResult = z
  .object({
    isDelivered: z.boolean(),
    status: z.int().optional(),
    durationMs: z.int().min(0),
    error: z.string().optional(),
  })
  .register(apiSchemas, { id: 'WebhookTestResult' });
