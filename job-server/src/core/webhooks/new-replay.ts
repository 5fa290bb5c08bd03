/** A delivery made anew: the same event for the same endpoint, with all attempts before it. */
import { type WebhookDelivery } from '@reelyard/contracts';

export function newReplay(of: WebhookDelivery, id: string, now: number): WebhookDelivery {
  const { tenant, endpoint, eventId, event } = of;
  return {
    ...{ tenant, endpoint, id, eventId, event, isReplay: true },
    ...{ state: 'pending', attempts: 0, log: [], nextAt: now, createdAt: now, version: 1 },
  };
}
