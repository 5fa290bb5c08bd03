/**
 * Makes the attempts that are due. Invariant: an attempt is made under a lease on its delivery that outlives it, and what came of it is written under the
 * version that was taken; a server that dies in between leaves a delivery that is due again, so a receiver may hear an event twice (with the same
 * `webhook-id`), never not at all.
 */
import { type Artifact, type WebhookDelivery, type WebhookEndpoint } from '@reelyard/contracts';
import { type DeliveryRef } from '@reelyard/ledger';
import { apiLimits } from '../core/api-limits.ts';
import { viewArtifact } from '../core/view-job.ts';
import { afterAttempt, type Circuit, closed, decidePassage } from '../core/webhooks/circuit.ts';
import { type AttemptResult, decideDelivery, isDelivered } from '../core/webhooks/decide-delivery.ts';
import { webhookBody } from '../core/webhooks/webhook-body.ts';
import { record } from '../log-events.ts';
import { type Target, findTarget } from './job-hook.ts';
import { type WebhookPorts } from './ports.ts';
import { signWebhook } from './sign-webhook.ts';

/** Longer than any attempt. */
const LEASE_MS = 60_000;
const PAGE = 200;
/** Attempts at one endpoint at a time, of one server. */
const CONCURRENCY = 4;
/** Due ones of one endpoint that wait in the index for their turn; more step back, so that they hide nobody else's. */
const QUEUE = 16;
const CROWDED_PAUSE_MS = 2_000;
/** Of all endpoints. */
const MOST_UNDER_WAY = 64;
/** Its owner disabled it: what waits is looked at again after this. */
const DISABLED_PAUSE_MS = 600_000;

export class Deliverer {
  readonly #ports: WebhookPorts;
  readonly #onEnd: () => void;
  readonly #circuits = new Map<string, Circuit>();
  readonly #underWay = new Map<string, number>();
  readonly #attempts = new Set<Promise<void>>();

  /** @param onEnd an attempt has ended, so another may start */
  constructor(ports: WebhookPorts, onEnd: () => void) {
    this.#ports = ports;
    this.#onEnd = onEnd;
  }

  /** Starts what is due and may go; does not wait for it. */
  async startDue(): Promise<void> {
    const { ledger, clock } = this.#ports;
    const waiting = new Map<string, number>();
    for (const ref of await ledger.findDueDeliveries(clock.now(), PAGE)) {
      if (this.#attempts.size >= MOST_UNDER_WAY) return;
      const ahead = waiting.get(ref.endpoint) ?? 0;
      if (!(await this.#startOne(ref, ahead))) waiting.set(ref.endpoint, ahead + 1);
    }
  }

  /** Resolves when no attempt is under way. */
  async settled(): Promise<void> {
    while (this.#attempts.size > 0) await Promise.all(this.#attempts);
  }

  /** @returns false when it has to wait its turn */
  async #startOne(ref: DeliveryRef, ahead: number): Promise<boolean> {
    const { ledger, clock } = this.#ports;
    const now = clock.now();
    const circuit = this.#circuits.get(ref.endpoint) ?? closed;
    const passage = decidePassage(circuit, this.#countUnderWay(ref.endpoint), now, CONCURRENCY);
    if (passage.kind === 'wait' && ahead < QUEUE) return false;
    const taken = await ledger.takeDelivery(ref, LEASE_MS, now);
    if (!taken) return true;
    if (passage.kind === 'go') this.#begin(taken);
    else {
      const nextAt = passage.kind === 'defer' ? passage.until : now + CROWDED_PAUSE_MS;
      await ledger.settleDelivery(taken, { ...taken, nextAt });
    }
    return true;
  }

  #begin(taken: WebhookDelivery): void {
    const { endpoint } = taken;
    this.#underWay.set(endpoint, this.#countUnderWay(endpoint) + 1);
    const attempt = this.#attempt(taken)
      .catch((error: unknown) => record(this.#ports.log, 'webhook.unsettled', { ...idsOf(taken), error }))
      .finally(() => {
        this.#attempts.delete(attempt);
        const left = this.#countUnderWay(endpoint) - 1;
        if (left === 0) this.#underWay.delete(endpoint);
        else this.#underWay.set(endpoint, left);
        this.#onEnd();
      });
    this.#attempts.add(attempt);
  }

  #countUnderWay(endpoint: string): number {
    return this.#underWay.get(endpoint) ?? 0;
  }

  async #attempt(taken: WebhookDelivery): Promise<void> {
    const { ledger, clock, log, meter } = this.#ports;
    const target = await findTarget(taken, ledger);
    if (target?.state !== 'enabled') return this.#shelve(taken, target);
    const content = await this.#compose(taken);
    if (content === undefined) return this.#shelve(taken, undefined);
    const lagMs = clock.now() - taken.event.at;
    const headers = signWebhook({ id: taken.eventId, at: clock.now(), body: content }, target.secrets);
    const result = await this.#ports.receiver.post(target.url, { headers, body: content });
    const after = decideDelivery(taken, result, { now: clock.now(), random: this.#ports.random() });
    this.#note(taken.endpoint, result);
    await ledger.settleDelivery(taken, after.delivery);
    if (after.isGone && target.endpoint) await this.#disable(target.endpoint);
    meter.count(isDelivered(result) ? 'webhook.delivered' : 'webhook.failed');
    if (taken.attempts === 0 && !taken.isReplay) meter.time('webhook.lag', lagMs);
    record(log, 'webhook.attempted', { ...idsOf(taken), ...factsOf(result), attempt: after.delivery.attempts, lagMs });
  }

  /** Nobody to tell: gone for good, or until its owner enables it again. */
  async #shelve(taken: WebhookDelivery, target: Target | undefined): Promise<void> {
    const { ledger, clock } = this.#ports;
    const now = clock.now();
    if (target) {
      await ledger.settleDelivery(taken, { ...taken, nextAt: now + DISABLED_PAUSE_MS });
      return;
    }
    const ended: WebhookDelivery = { ...taken, state: 'failed', endedAt: now };
    delete ended.nextAt;
    await ledger.settleDelivery(taken, ended);
  }

  async #compose({ event: ref }: WebhookDelivery): Promise<string | undefined> {
    const { ledger } = this.#ports;
    const [event, job] = await Promise.all([ledger.findEvent(ref), ledger.findJob(ref.tenant, ref.job)]);
    if (!event || !job) return undefined;
    // Result URLs belong to the event that brings them.
    return webhookBody(event, job, event.type === 'job.succeeded' ? await this.#sign(job.artifacts) : undefined);
  }

  async #sign(artifacts: readonly Artifact[] = []): Promise<Record<string, unknown>[]> {
    const { storage, clock } = this.#ports;
    const seconds = apiLimits.resultUrlSeconds;
    const expiresAt = clock.now() + seconds * 1_000;
    const urls = await Promise.all(artifacts.map(({ key }) => storage.signGet(key, seconds)));
    return artifacts.map((artifact, at) => viewArtifact(artifact, urls[at] ?? '', expiresAt));
  }

  #note(endpoint: string, result: AttemptResult): void {
    const before = this.#circuits.get(endpoint) ?? closed;
    const after = afterAttempt(before, isDelivered(result), this.#ports.clock.now());
    if (after.failures === 0) this.#circuits.delete(endpoint);
    else this.#circuits.set(endpoint, after);
    if (before.probeAt === undefined && after.probeAt !== undefined)
      record(this.#ports.log, 'webhook.circuit-opened', { endpointId: endpoint, failures: after.failures });
    if (before.probeAt !== undefined && after.probeAt === undefined)
      record(this.#ports.log, 'webhook.circuit-closed', { endpointId: endpoint });
  }

  async #disable(endpoint: WebhookEndpoint): Promise<void> {
    const { ledger, clock, log } = this.#ports;
    const after = { ...endpoint, state: 'disabled', disabledBecause: 'gone', updatedAt: clock.now() } as const;
    if (await ledger.updateEndpoint(endpoint, after))
      record(log, 'webhook.endpoint-gone', { tenantId: endpoint.tenant, endpointId: endpoint.id });
  }
}

const idsOf = ({ tenant, endpoint, id, event }: WebhookDelivery): Record<string, unknown> => ({
  tenantId: tenant,
  endpointId: endpoint,
  deliveryId: id,
  jobId: event.job,
  type: event.type,
});

const factsOf = ({ status, durationMs, error }: AttemptResult): Record<string, unknown> => ({
  durationMs,
  ...(status === undefined ? {} : { status }),
  ...(error === undefined ? {} : { because: error }),
});
