/**
 * Webhooks at the door of the ledger. Invariant: what is to be told is in the index from the write that made it until it was told or given up.
 */
import {
  type DeliveryState,
  type EventRef,
  type JobEvent,
  type JobWebhook,
  type WebhookDelivery,
  type WebhookEndpoint,
} from '@reelyard/contracts';
import { type Page } from './page.ts';

export interface DeliveryRef {
  endpoint: string;
  /** `dlv_…` */
  id: string;
}

export interface DeliveryFilter {
  endpoint: string;
  states?: readonly DeliveryState[];
  limit: number;
  cursor?: string;
}

/** Webhooks: endpoints of tenants, events that are to be told, deliveries under way. */
export interface WebhookLedger {
  /** Conditional create; false when the row exists. */
  createEndpoint(endpoint: WebhookEndpoint): Promise<boolean>;
  findEndpoint(tenant: string, id: string): Promise<WebhookEndpoint | undefined>;
  listEndpoints(tenant: string): Promise<WebhookEndpoint[]>;
  /** Conditional on the version, which grows; false when another writer was first or the row is gone. */
  updateEndpoint(before: WebhookEndpoint, after: WebhookEndpoint): Promise<boolean>;
  deleteEndpoint(tenant: string, id: string): Promise<void>;

  /** Events that nobody turned into deliveries yet, oldest first. */
  findDueEvents(now: number, limit: number): Promise<EventRef[]>;
  findEvent(ref: EventRef): Promise<JobEvent | undefined>;
  /** That a job was submitted with. */
  findJobWebhook(tenant: string, job: string): Promise<JobWebhook | undefined>;
  /** All deliveries of an event in one write that takes the event out of the index; false when another dispatcher was first. */
  fanOut(event: EventRef, deliveries: readonly WebhookDelivery[]): Promise<boolean>;
  /** A delivery of its own: a replay or a test. */
  createDelivery(delivery: WebhookDelivery): Promise<void>;
  findDueDeliveries(now: number, limit: number): Promise<DeliveryRef[]>;
  /** Hides a due delivery from others for a while; undefined when it is not due any more or another dispatcher was first. */
  takeDelivery(ref: DeliveryRef, leaseMs: number, now: number): Promise<WebhookDelivery | undefined>;
  /** What came of it. Conditional on the version that was taken; false when the lease ran out and another took it. */
  settleDelivery(taken: WebhookDelivery, after: WebhookDelivery): Promise<boolean>;
  findDelivery(ref: DeliveryRef): Promise<WebhookDelivery | undefined>;
  /** Newest first. */
  listDeliveries(filter: DeliveryFilter): Promise<Page<WebhookDelivery>>;
}
