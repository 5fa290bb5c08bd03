/** Endpoints, events that are told, and deliveries. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EVENT_TYPES, type EventRef, type WebhookDelivery, type WebhookEndpoint } from '@reelyard/contracts';
import { type Ledger } from '../ledger.ts';
import { AGENT, aJob, idOf, NOW, refOf } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';

const anEndpoint = (override: Partial<WebhookEndpoint> = {}): WebhookEndpoint => ({
  ...{ tenant: 'acme', id: 'whk_1', url: 'https://hooks.example.com/a', events: ['job.succeeded'], state: 'enabled' },
  ...{ secrets: [{ secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', createdAt: NOW }] },
  ...{ createdAt: NOW, updatedAt: NOW, version: 1 },
  ...override,
});

const aDelivery = (event: EventRef, override: Partial<WebhookDelivery> = {}): WebhookDelivery => ({
  ...{ tenant: 'acme', endpoint: 'whk_d', id: `dlv_${event.job}_${event.seq}`, eventId: 'evt_1' },
  ...{ event: { ...event, type: 'job.accepted', at: NOW }, state: 'pending', attempts: 0, log: [] },
  ...{ nextAt: NOW, createdAt: NOW, version: 1 },
  ...override,
});

export function describeWebhooks(makeLedger: MakeLedger): void {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await makeLedger();
  });

  describe('a webhook endpoint', () => {
    it('is found by its tenant alone, and listed', async () => {
      expect(await ledger.createEndpoint(anEndpoint())).toBe(true);
      expect(await ledger.findEndpoint('acme', 'whk_1')).toEqual(anEndpoint());
      expect(await ledger.findEndpoint('other', 'whk_1')).toBeUndefined();
      expect(await ledger.listEndpoints('acme')).toEqual([anEndpoint()]);
    });

    it('is changed by one writer at a time', async () => {
      const before = anEndpoint({ id: 'whk_2' });
      await ledger.createEndpoint(before);
      expect(await ledger.updateEndpoint(before, { ...before, state: 'disabled', updatedAt: NOW + 1 })).toBe(true);
      expect(await ledger.updateEndpoint(before, { ...before, url: 'https://b.example.com', updatedAt: NOW + 2 })).toBe(
        false,
      );
      expect(await ledger.findEndpoint('acme', 'whk_2')).toMatchObject({ state: 'disabled', version: 2 });
      await ledger.deleteEndpoint('acme', 'whk_2');
      expect(await ledger.findEndpoint('acme', 'whk_2')).toBeUndefined();
    });
  });

  describe('an event that is told', () => {
    it('waits for the dispatcher from the write that made it, and events of other jobs never do', async () => {
      const [told, untold] = [aJob({ told: EVENT_TYPES }), aJob()];
      await ledger.submit(told, NOW);
      await ledger.submit(untold, NOW);
      const due = (await ledger.findDueEvents(NOW, 100)).filter(({ job }) => [told.id, untold.id].includes(job));
      expect(due).toEqual([{ ...idOf(told), seq: 1 }]);
    });

    it('is not its acceptance when somebody listens to its end alone', async () => {
      const job = aJob({ told: ['job.succeeded'] });
      await ledger.submit(job, NOW);
      const isOfJob = (ref: EventRef): boolean => ref.job === job.id;
      expect((await ledger.findDueEvents(NOW, 100)).filter(isOfJob)).toEqual([]);
      await ledger.cancel(idOf(job), NOW + 1);
      const due = (await ledger.findDueEvents(NOW + 1, 100)).filter(isOfJob);
      const events = await Promise.all(due.map((ref) => ledger.findEvent(ref)));
      expect(events.map((event) => event?.type)).toEqual(['job.canceled']);
    });

    it('is told of every turn of its job', async () => {
      const job = aJob({ told: EVENT_TYPES });
      await ledger.submit(job, NOW);
      const claimed = await ledger.claim(refOf(job), AGENT, NOW + 1);
      if (claimed.kind !== 'claimed') throw new Error(claimed.because);
      await ledger.complete(claimed.lease, [], NOW + 2);
      const due = (await ledger.findDueEvents(NOW + 2, 100)).filter((ref) => ref.job === job.id);
      const events = await Promise.all(due.map((ref) => ledger.findEvent(ref)));
      expect(events.map((event) => event?.type)).toEqual(['job.accepted', 'job.started', 'job.succeeded']);
    });

    it('becomes its deliveries once, whoever tries', async () => {
      const job = aJob({ told: EVENT_TYPES });
      await ledger.submit(job, NOW);
      const event = { ...idOf(job), seq: 1 };
      const deliveries = [aDelivery(event), aDelivery(event, { endpoint: 'whk_e' })];
      expect(await ledger.fanOut(event, deliveries)).toBe(true);
      expect(await ledger.fanOut(event, deliveries)).toBe(false);
      expect((await ledger.findDueEvents(NOW, 100)).filter((ref) => ref.job === job.id)).toEqual([]);
      const due = await ledger.findDueDeliveries(NOW, 100);
      expect(due.filter(({ id }) => id === deliveries[0]?.id)).toEqual([
        { endpoint: 'whk_d', id: deliveries[0]?.id },
        { endpoint: 'whk_e', id: deliveries[0]?.id },
      ]);
    });

    it('with nobody to hear it only leaves the index', async () => {
      const job = aJob({ told: EVENT_TYPES });
      await ledger.submit(job, NOW);
      expect(await ledger.fanOut({ ...idOf(job), seq: 1 }, [])).toBe(true);
    });
  });

  describe('a delivery', () => {
    const event = { tenant: 'acme', job: 'job_x', seq: 1 };

    it('is taken by one dispatcher at a time, and is due again when that one is lost', async () => {
      const delivery = aDelivery(event, { id: 'dlv_taken' });
      await ledger.createDelivery(delivery);
      const ref = { endpoint: 'whk_d', id: 'dlv_taken' };
      const taken = await ledger.takeDelivery(ref, 30_000, NOW);
      expect(taken).toMatchObject({ nextAt: NOW + 30_000, version: 2 });
      expect(await ledger.takeDelivery(ref, 30_000, NOW + 29_999)).toBeUndefined();
      const again = await ledger.takeDelivery(ref, 30_000, NOW + 30_000);
      expect(again).toMatchObject({ version: 3 });
      if (!taken || !again) throw new Error('not taken');
      expect(await ledger.settleDelivery(taken, { ...taken, attempts: 1 })).toBe(false);
      expect(await ledger.settleDelivery(again, { ...again, attempts: 1 })).toBe(true);
    });

    it('leaves the index when it has ended, and stays to be looked up', async () => {
      await ledger.createDelivery(aDelivery(event, { id: 'dlv_ended' }));
      const taken = await ledger.takeDelivery({ endpoint: 'whk_d', id: 'dlv_ended' }, 30_000, NOW);
      if (!taken) throw new Error('not taken');
      const after: WebhookDelivery = { ...taken, state: 'delivered', attempts: 1, endedAt: NOW + 5 };
      delete after.nextAt;
      await ledger.settleDelivery(taken, after);
      expect((await ledger.findDueDeliveries(NOW + 99_000, 100)).map(({ id }) => id)).not.toContain('dlv_ended');
      const found = await ledger.findDelivery({ endpoint: 'whk_d', id: 'dlv_ended' });
      expect(found).toMatchObject({ state: 'delivered', attempts: 1, endedAt: NOW + 5 });
      expect(found).not.toHaveProperty('ttl');
    });

    it('is listed newest first, page by page', async () => {
      for (const n of [1, 2, 3]) await ledger.createDelivery(aDelivery(event, { endpoint: 'whk_l', id: `dlv_${n}` }));
      const first = await ledger.listDeliveries({ endpoint: 'whk_l', limit: 2 });
      expect(first.items.map(({ id }) => id)).toEqual(['dlv_3', 'dlv_2']);
      const rest = { endpoint: 'whk_l', limit: 2, ...(first.cursor === undefined ? {} : { cursor: first.cursor }) };
      expect(await ledger.listDeliveries(rest)).toMatchObject({ items: [{ id: 'dlv_1' }] });
      const none = await ledger.listDeliveries({ endpoint: 'whk_l', limit: 2, states: ['failed'] });
      expect(none).toEqual({ items: [] });
    });
  });
  describe('a webhook of one job', () => {
    const webhook = { url: 'https://hooks.example.com/7', events: ['job.succeeded' as const], secret: 'whsec_x' };

    it('stands beside its job from the submit on, for its tenant alone', async () => {
      const job = aJob({ told: EVENT_TYPES, webhook });
      await ledger.submit(job, NOW);
      expect(await ledger.findJobWebhook('acme', job.id)).toEqual(webhook);
      expect(await ledger.findJobWebhook('other', job.id)).toBeUndefined();
      expect(await ledger.findJob('acme', job.id)).not.toHaveProperty('webhook');
    });

    it('is none of a job that has none, or was never accepted', async () => {
      const idempotency = { key: 'hooked', route: 'r', fingerprint: 'f', expiresAt: NOW + 1_000 };
      const reply = { status: 202, body: '', location: '' };
      const first = aJob({ idempotency: { ...idempotency, reply } });
      const second = aJob({ idempotency: { ...idempotency, reply }, told: EVENT_TYPES, webhook });
      await ledger.submit(first, NOW);
      expect(await ledger.submit(second, NOW)).toMatchObject({ kind: 'replayed' });
      for (const { id } of [first, second]) expect(await ledger.findJobWebhook('acme', id)).toBeUndefined();
    });
  });
}
