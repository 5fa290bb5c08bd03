/**
 * Webhooks as rows. An event of a job that is to be told becomes one delivery per endpoint that listens; a delivery is tried until it is delivered,
 * gives up, or its endpoint is gone. Instants are epoch milliseconds.
 */
import { type EventType } from './vocabulary.ts';

/** The shared secret of Standard Webhooks 1.0: `whsec_` and base64 of 24 to 64 random bytes. */
export interface WebhookSecret {
  secret: string;
  createdAt: number;
  /** Replaced; signs beside the newest until then, so that a receiver has time to change over. */
  expiresAt?: number;
}

export interface WebhookEndpoint {
  tenant: string;
  /** `whk_` + ULID. */
  id: string;
  url: string;
  /** What it listens to. */
  events: readonly EventType[];
  description?: string;
  /** Disabled by its owner, or because it answered 410; what waits for it is kept until it is enabled again or gives up by age. */
  state: 'enabled' | 'disabled';
  disabledBecause?: 'owner' | 'gone';
  /** Newest first. */
  secrets: readonly WebhookSecret[];
  createdAt: number;
  updatedAt: number;
  /** Grows with each write. */
  version: number;
}

/** The address that one job was submitted with: told of that job alone, and by its own secret. */
export interface JobWebhook {
  url: string;
  events: readonly EventType[];
  /** As of an endpoint. */
  secret: string;
}

export interface DeliveryAttempt {
  at: number;
  durationMs: number;
  /** HTTP status; absent when there was no reply. */
  status?: number;
  /** Why it counts as failed. */
  error?: string;
}

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Which event it tells of; its content is read from the event's own row at each attempt. */
export interface EventRef {
  tenant: string;
  job: string;
  seq: number;
}

export interface WebhookDelivery {
  tenant: string;
  endpoint: string;
  /** `dlv_` + ULID. */
  id: string;
  /** The id of the event, the same over all attempts, endpoints and replays: `webhook-id`. */
  eventId: string;
  event: EventRef & { type: EventType; at: number };
  state: DeliveryState;
  /** How many were made. */
  attempts: number;
  /** The last of them, newest last. */
  log: readonly DeliveryAttempt[];
  /** While pending. */
  nextAt?: number;
  createdAt: number;
  endedAt?: number;
  /** A replay that somebody asked for. */
  isReplay?: true;
  version: number;
}
