/** Endpoints and deliveries as clients see them. Invariant: no secret is in them. */
import { type DeliveryAttempt, type WebhookDelivery, type WebhookEndpoint } from '@reelyard/contracts';

const instant = (at: number): string => new Date(at).toISOString();

export function viewEndpoint(endpoint: WebhookEndpoint, now: number): Record<string, unknown> {
  const { id, url, events, description, state, disabledBecause, createdAt, updatedAt } = endpoint;
  const signing = endpoint.secrets.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now);
  return {
    ...{ id, url, events, state },
    ...(description === undefined ? {} : { description }),
    ...(disabledBecause === undefined ? {} : { disabledBecause }),
    createdAt: instant(createdAt),
    updatedAt: instant(updatedAt),
    secrets: signing.map((secret) => ({
      createdAt: instant(secret.createdAt),
      ...(secret.expiresAt === undefined ? {} : { expiresAt: instant(secret.expiresAt) }),
    })),
  };
}

export function viewDelivery(delivery: WebhookDelivery): Record<string, unknown> {
  const { id, endpoint, eventId, event, state, attempts, log, nextAt, isReplay, createdAt, endedAt } = delivery;
  const { type, job, seq, at } = event;
  return {
    ...{ id, endpoint, event: { id: eventId, type, job, seq, at: instant(at) }, state, attempts },
    log: log.map(viewAttempt),
    ...(nextAt === undefined ? {} : { nextAt: instant(nextAt) }),
    ...(isReplay === undefined ? {} : { isReplay }),
    createdAt: instant(createdAt),
    ...(endedAt === undefined ? {} : { endedAt: instant(endedAt) }),
  };
}

const viewAttempt = ({ at, ...rest }: DeliveryAttempt): Record<string, unknown> => ({ at: instant(at), ...rest });
