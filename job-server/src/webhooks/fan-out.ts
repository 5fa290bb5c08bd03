/**
 * Events that are to be told become deliveries, one for each enabled endpoint of the tenant that listens. Invariant: the write that makes the deliveries
 * takes the event out of the index, so of many servers one makes them, and all of them or none.
 */
import { type EventRef, type JobEvent, type WebhookDelivery, type WebhookEndpoint } from '@reelyard/contracts';
import { type WebhookPorts } from './ports.ts';

const PAGE = 100;

/** One pass; true when there may be more. */
export async function fanOutOnce(ports: Pick<WebhookPorts, 'ledger' | 'clock'>): Promise<boolean> {
  const { ledger, clock } = ports;
  const due = await ledger.findDueEvents(clock.now(), PAGE);
  const endpoints = new Map<string, Promise<WebhookEndpoint[]>>();
  const listen = (tenant: string): Promise<WebhookEndpoint[]> => {
    const known = endpoints.get(tenant) ?? ledger.listEndpoints(tenant);
    endpoints.set(tenant, known);
    return known;
  };
  const taken = await Promise.all(due.map(async (ref) => fanOut(ref, await listen(ref.tenant), ports)));
  return due.length === PAGE && taken.some(Boolean);
}

async function fanOut(
  ref: EventRef,
  endpoints: readonly WebhookEndpoint[],
  { ledger, clock }: Pick<WebhookPorts, 'ledger' | 'clock'>,
): Promise<boolean> {
  const event = await ledger.findEvent(ref);
  if (!event) return ledger.fanOut(ref, []);
  const listening = endpoints.filter(({ state, events }) => state === 'enabled' && events.includes(event.type));
  return ledger.fanOut(
    ref,
    listening.map((endpoint) => newDelivery(event, endpoint, clock.now())),
  );
}

/** Its id is the event's: fanned out again it would meet itself. */
export function newDelivery(event: JobEvent, { tenant, id: endpoint }: WebhookEndpoint, now: number): WebhookDelivery {
  const { job, seq, type, at } = event;
  return {
    ...{ tenant, endpoint, id: event.id.replace(/^evt_/, 'dlv_'), eventId: event.id },
    ...{ event: { tenant, job, seq, type, at }, state: 'pending', attempts: 0, log: [] },
    ...{ nextAt: now, createdAt: now, version: 1 },
  };
}
