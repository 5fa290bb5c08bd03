/**
 * Events that are to be told become deliveries, one for each enabled endpoint of the tenant that listens and one for the job's own webhook. Invariant: the write that makes the deliveries
 * takes the event out of the index, so of many servers one makes them, and all of them or none.
 */
import { type EventRef, type JobEvent, type WebhookDelivery, type WebhookEndpoint } from '@reelyard/contracts';
import { hookId } from './job-hook.ts';
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
  const [event, own] = await Promise.all([ledger.findEvent(ref), ledger.findJobWebhook(ref.tenant, ref.job)]);
  if (!event) return ledger.fanOut(ref, []);
  const listening = endpoints.filter(({ state, events }) => state === 'enabled' && events.includes(event.type));
  const hooks = own?.events.includes(event.type) ? [{ tenant: ref.tenant, id: hookId(ref.tenant, own) }] : [];
  return ledger.fanOut(
    ref,
    [...listening, ...hooks].map((endpoint) => newDelivery(event, endpoint, clock.now())),
  );
}

/** Its id is the event's: fanned out again it would meet itself. */
export function newDelivery(
  event: JobEvent,
  { tenant, id: endpoint }: Pick<WebhookEndpoint, 'tenant' | 'id'>,
  now: number,
): WebhookDelivery {
  const { job, seq, type, at } = event;
  return {
    ...{ tenant, endpoint, id: event.id.replace(/^evt_/, 'dlv_'), eventId: event.id },
    ...{ event: { tenant, job, seq, type, at }, state: 'pending', attempts: 0, log: [] },
    ...{ nextAt: now, createdAt: now, version: 1 },
  };
}
