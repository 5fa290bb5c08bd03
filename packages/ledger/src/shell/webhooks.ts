/**
 * Endpoints, the events that they are to be told of, and the deliveries. Invariant: an event becomes its deliveries in the write that takes it out of
 * the index, and a pending delivery is always in the index, so nothing that was to be told is forgotten; what somebody else took first is refused by
 * the version.
 */
import { type EventRef, type JobWebhook, type WebhookDelivery, type WebhookEndpoint } from '@reelyard/contracts';
import { deliveryDispatch, partitions } from '../items/index-keys.ts';
import {
  DELIVERY_PREFIX,
  deliveryKey,
  ENDPOINT_PREFIX,
  endpointKey,
  endpointPk,
  eventKey,
  jobWebhookKey,
  padInstant,
  tenantPk,
} from '../items/keys.ts';
import { strip, toEvent } from '../items/job-item.ts';
import { type ItemStore } from '../item-store.ts';
import { type Page } from '../page.ts';
import { type DeliveryFilter, type DeliveryRef, type WebhookLedger } from '../webhook-ledger.ts';
import { type Change, type Item } from '../protocol/change.ts';
import { absent, constant, eq, exists, remove } from '../protocol/words.ts';

const toEndpoint = (item: Item): WebhookEndpoint => strip(item) as unknown as WebhookEndpoint;
const toDelivery = (item: Item): WebhookDelivery => strip(item) as unknown as WebhookDelivery;

/** Of an ended delivery: as long as its owner may look it up. */
const KEPT_DAYS = 30;

export function webhookRows(store: ItemStore): WebhookLedger {
  return { ...endpointRows(store), ...eventRows(store), ...deliveryRows(store) };
}

type EndpointRows = Pick<WebhookLedger, `${'create' | 'find' | 'update' | 'delete'}Endpoint` | 'listEndpoints'>;

function endpointRows(store: ItemStore): EndpointRows {
  return {
    createEndpoint: async (endpoint) => {
      const key = endpointKey(endpoint.tenant, endpoint.id);
      const applied = await store.apply([{ kind: 'put', key, guards: [absent('pk')], item: { ...endpoint, ...key } }]);
      return applied.kind === 'applied' || isOurs(applied.refusals[0]?.before, endpoint);
    },
    findEndpoint: async (tenant, id) => {
      const [item] = await store.get([endpointKey(tenant, id)]);
      return item && toEndpoint(item);
    },
    listEndpoints: async (tenant) =>
      (await store.query({ pk: tenantPk(tenant), prefix: ENDPOINT_PREFIX })).map(toEndpoint),
    updateEndpoint: async (before, after) => {
      const key = endpointKey(before.tenant, before.id);
      const item = { ...after, version: before.version + 1, ...key };
      const guards = [eq('version', constant(before.version))];
      const applied = await store.apply([{ kind: 'put', key, guards, item }]);
      return applied.kind === 'applied' || isOurs(applied.refusals[0]?.before, item);
    },
    deleteEndpoint: async (tenant, id) => {
      await store.apply([{ kind: 'delete', key: endpointKey(tenant, id), guards: [] }]);
    },
  };
}

/** A call sent again after its reply was lost is refused by its own first write. */
const isOurs = (item: Item | undefined, wanted: { version: number; updatedAt: number }): boolean =>
  item?.['version'] === wanted.version && item['updatedAt'] === wanted.updatedAt;

function eventRows(store: ItemStore): Pick<WebhookLedger, 'findDueEvents' | 'findEvent' | 'findJobWebhook' | 'fanOut'> {
  return {
    findDueEvents: async (now, limit) =>
      (await scan(store, 'event', now, limit)).map((item) => ({
        tenant: item['tenant'] as string,
        job: item['job'] as string,
        seq: item['seq'] as number,
      })),
    findEvent: async ({ tenant, job, seq }) => {
      const [item] = await store.get([eventKey(job, seq)]);
      return item?.['tenant'] === tenant ? toEvent(item) : undefined;
    },
    findJobWebhook: async (tenant, job) => {
      const [item] = await store.get([jobWebhookKey(job)]);
      if (item?.['tenant'] !== tenant) return undefined;
      const { url, events, secret } = item as unknown as JobWebhook;
      return { url, events, secret };
    },
    fanOut: async (event, deliveries) => {
      const applied = await store.apply([...deliveries.map(toPut), ...outOfIndex(event)]);
      return applied.kind === 'applied';
    },
  };
}

function outOfIndex({ job, seq }: EventRef): Change[] {
  const effects = remove('dispatchPk', 'dispatchSk');
  return [{ kind: 'update', key: eventKey(job, seq), guards: [exists('dispatchPk')], effects }];
}

/** Their ids are the event's, so a second fan-out would find them there. */
function toPut(delivery: WebhookDelivery): Change {
  const key = deliveryKey(delivery.endpoint, delivery.id);
  return { kind: 'put', key, guards: [absent('pk')], item: itemOf(delivery) };
}

function itemOf(delivery: WebhookDelivery): Item {
  const key = deliveryKey(delivery.endpoint, delivery.id);
  const nomination = delivery.nextAt === undefined ? {} : deliveryDispatch(delivery, delivery.nextAt);
  // DynamoDB's TTL counts in seconds.
  const ttl = delivery.endedAt === undefined ? {} : { ttl: Math.ceil(delivery.endedAt / 1_000) + KEPT_DAYS * 86_400 };
  return { ...delivery, ...key, ...nomination, ...ttl };
}

type DeliveryRows = Omit<
  WebhookLedger,
  keyof EndpointRows | 'findDueEvents' | 'findEvent' | 'findJobWebhook' | 'fanOut'
>;

function deliveryRows(store: ItemStore): DeliveryRows {
  const find = async ({ endpoint, id }: DeliveryRef): Promise<WebhookDelivery | undefined> => {
    const [item] = await store.get([deliveryKey(endpoint, id)]);
    return item && toDelivery(item);
  };
  const replace = async (before: WebhookDelivery, after: WebhookDelivery): Promise<WebhookDelivery | undefined> => {
    const written = { ...after, version: before.version + 1 };
    const key = deliveryKey(before.endpoint, before.id);
    const guards = [eq('version', constant(before.version))];
    const applied = await store.apply([{ kind: 'put', key, guards, item: itemOf(written) }]);
    return applied.kind === 'applied' ? written : undefined;
  };
  return {
    createDelivery: async (delivery) => {
      await store.apply([toPut(delivery)]);
    },
    findDelivery: find,
    findDueDeliveries: async (now, limit) => (await scan(store, 'delivery', now, limit)).map(refOf),
    takeDelivery: async (ref, leaseMs, now) => {
      const delivery = await find(ref);
      if (delivery?.nextAt === undefined || delivery.nextAt > now) return undefined;
      return replace(delivery, { ...delivery, nextAt: now + leaseMs });
    },
    settleDelivery: async (taken, after) => (await replace(taken, after)) !== undefined,
    listDeliveries: (filter) => listDeliveries(store, filter),
  };
}

/** Keys of the table are projected into every index. */
const refOf = ({ pk, sk }: Item): DeliveryRef => ({
  endpoint: pk.slice(endpointPk('').length),
  id: sk.slice(DELIVERY_PREFIX.length),
});

async function scan(store: ItemStore, family: 'event' | 'delivery', now: number, limit: number): Promise<Item[]> {
  const upTo = padInstant(now);
  const found = await Promise.all(
    partitions(family).map((partition) => store.queryIndex({ index: 'dispatch', partition, upTo, limit })),
  );
  const all = found.flat().sort((a, b) => (String(a['dispatchSk']) < String(b['dispatchSk']) ? -1 : 1));
  return all.slice(0, limit);
}

/** Rows that one call looks through at most: a filter that hits nothing answers a short page and a cursor. */
const MAX_EXAMINED = 1_000;

async function listDeliveries(
  store: ItemStore,
  { endpoint, states, limit, cursor }: DeliveryFilter,
): Promise<Page<WebhookDelivery>> {
  const from =
    cursor === undefined ? {} : { after: `${DELIVERY_PREFIX}${Buffer.from(cursor, 'base64url').toString()}` };
  const wanted = { pk: endpointPk(endpoint), prefix: DELIVERY_PREFIX, descending: true };
  const rows = await store.query({ ...wanted, limit: MAX_EXAMINED, ...from });
  const items: WebhookDelivery[] = [];
  let last: string | undefined;
  for (const delivery of rows.map(toDelivery)) {
    if (items.length === limit) return { items, cursor: sealed(last) };
    if (!states || states.includes(delivery.state)) items.push(delivery);
    last = delivery.id;
  }
  return rows.length < MAX_EXAMINED ? { items } : { items, cursor: sealed(last) };
}

const sealed = (id = ''): string => Buffer.from(id).toString('base64url');
