/**
 * The one commit of a job (T1) and its reply. Invariant: the reply leaves only after the commit, and the doorbell rings only after
 * that; the stored reply of an idempotent request is the very text that was sent.
 */
import {
  EVENT_TYPES,
  type JobPayload,
  type JobWebhook,
  type KeyLimits,
  type Lane,
  type PlannedTask,
  type SubmitRequest,
  absurd,
} from '@reelyard/contracts';
import { type NewJob } from '@reelyard/ledger';
import { type Clock, type IdPrefix } from '@reelyard/runtime';
import { apiLimits } from '../core/api-limits.ts';
import { quotaOf } from '../core/limits.ts';
import { linksOf } from '../core/view-job.ts';
import { type AcceptListener, type JobStore, type Meter } from '../ports.ts';
import { type Reply, problem } from '../http/reply.ts';
import { newSecret } from '../http/webhooks/new-secret.ts';
import { type Audience } from '../webhooks/audience.ts';
import { findFingerprint } from './fingerprint.ts';

export interface CommitPorts {
  readonly ledger: Pick<JobStore, 'submit' | 'findReply'>;
  readonly clock: Clock;
  readonly newId: (prefix: IdPrefix, now: number) => string;
  readonly minAgentVersion: number;
  readonly listener: AcceptListener;
  readonly meter: Meter;
  readonly webhooks: { readonly audience: Pick<Audience, 'heardBy'>; wake(): void };
  /** Of keys that have none of their own. */
  readonly limits: KeyLimits;
  /** A job waits for room in its quota. */
  wakeQuotas(): void;
  /** Longest that results are kept. */
  readonly retentionDays: number;
}

export interface Acceptable {
  readonly tenant: string;
  readonly lane: Lane;
  readonly payload: JobPayload;
  readonly tasks: readonly PlannedTask[];
  readonly notBefore: number;
  readonly deadlineAt: number;
  readonly metadata?: Record<string, string> | undefined;
  /** What an import says besides the composition: it goes into the reply. */
  readonly imported?: { readonly losses: readonly object[]; readonly notes: readonly object[] } | undefined;
  readonly retryOf?: string | undefined;
  readonly traceparent?: string | undefined;
  readonly mode?: 'test' | undefined;
  readonly key?: { readonly id: string; readonly limits?: KeyLimits | undefined } | undefined;
  readonly retentionDays?: number | undefined;
  readonly template?: NewJob['template'] | undefined;
  /** Of its own; without a secret it gets one, which the reply tells. */
  readonly webhook?: SubmitRequest['webhook'];
}

export interface IdempotentRequest {
  readonly key: string;
  readonly route: string;
  readonly body: unknown;
}

export async function commitJob(
  job: Acceptable,
  request: IdempotentRequest | undefined,
  now: number,
  ports: CommitPorts,
): Promise<Reply> {
  const id = ports.newId('job', now);
  const { webhook, told } = withSecret(job.webhook);
  const reply = acceptedReply(id, job, now, told);
  const fingerprint = request && findFingerprint(request.body);
  if (request && fingerprint === undefined) {
    return problem('invalid_job', 'the body has a number or a text without a canonical form (RFC 8785)');
  }
  const idempotency =
    request && fingerprint !== undefined
      ? { key: request.key, route: request.route, fingerprint, reply, expiresAt: now + apiLimits.idempotencyMs }
      : undefined;
  const wanted = { ...newJob(id, job, ports, idempotency), ...(await findListeners(job.tenant, webhook, ports)) };
  const outcome = await ports.ledger.submit(wanted, now);
  switch (outcome.kind) {
    case 'accepted':
      announce({ tasks: outcome.tasks, told: wanted.told }, job, now, ports);
      return { ...wire(reply), jobId: id };
    case 'replayed':
      return replayed(outcome.reply);
    case 'key-reused':
      return problem('idempotency_key_reused', 'this Idempotency-Key was used with another body within 72 h');
    default:
      return absurd(outcome);
  }
}

function withSecret(wanted: Acceptable['webhook']): { webhook?: JobWebhook; told?: { secret: string } } {
  if (wanted === undefined) return {};
  const { url, events = EVENT_TYPES, secret = newSecret() } = wanted;
  const webhook = { url, events: [...events], secret };
  return wanted.secret === undefined ? { webhook, told: { secret } } : { webhook };
}

export type RowOutcome =
  /** It has a job, by this call or an earlier one. */
  | { readonly kind: 'accepted' }
  /** It was refused before. */
  | { readonly kind: 'refused' }
  /** It was there before, made of something else. */
  | { readonly kind: 'changed' };

/** A job of a batch: the row that it is made of stands in place of an idempotency record. */
export async function commitRow(
  job: Acceptable,
  row: NonNullable<NewJob['row']>,
  now: number,
  ports: CommitPorts,
): Promise<RowOutcome> {
  const { webhook } = withSecret(job.webhook);
  const listeners = await findListeners(job.tenant, webhook, ports);
  const wanted = { ...newJob(ports.newId('job', now), job, ports, undefined), row, ...listeners };
  const outcome = await ports.ledger.submit(wanted, now);
  switch (outcome.kind) {
    case 'accepted':
      announce({ tasks: outcome.tasks, told: wanted.told }, job, now, ports);
      return { kind: 'accepted' };
    case 'replayed':
      // A row that was refused has no job to answer with.
      return { kind: typeof outcome.reply.location === 'string' ? 'accepted' : 'refused' };
    case 'key-reused':
      return { kind: 'changed' };
    default:
      return absurd(outcome);
  }
}

/**
 * The reply that this very request was given before. Asked for when it would be refused by now (its deadline has passed, its asset is
 * gone): a client that repeats an accepted request gets its job, not an error.
 */
export async function findReplay(
  tenant: string,
  request: IdempotentRequest | undefined,
  now: number,
  { ledger }: Pick<CommitPorts, 'ledger'>,
): Promise<Reply | undefined> {
  const fingerprint = request && findFingerprint(request.body);
  if (!request || fingerprint === undefined) return undefined;
  const stored = await ledger.findReply(tenant, request, now);
  return stored?.fingerprint === fingerprint ? replayed(stored.reply) : undefined;
}

const replayed = (reply: StoredReply): Reply => wire(reply, { 'idempotent-replayed': 'true' });

interface StoredReply {
  status: number;
  body: string;
  location: string;
}

function acceptedReply(id: string, job: Acceptable, now: number, webhook: { secret: string } | undefined): StoredReply {
  const links = linksOf(id);
  const body = {
    id,
    state: 'queued',
    lane: job.lane,
    createdAt: new Date(now).toISOString(),
    links,
    import: job.imported,
    webhook,
  };
  return { status: 202, body: JSON.stringify(body), location: `/v1/jobs/${id}` };
}

const wire = ({ status, body, location }: StoredReply, headers: Record<string, string> = {}): Reply => ({
  status,
  body,
  headers: { location, ...headers },
});

function newJob(id: string, job: Acceptable, ports: CommitPorts, idempotency: NewJob['idempotency']): NewJob {
  const { minAgentVersion, retentionDays, limits } = ports;
  const quota = job.key && quotaOf(job.key, limits);
  const { tenant, lane, payload, tasks, notBefore, deadlineAt, metadata, retryOf, traceparent, mode, template } = job;
  return {
    ...{ id, tenant, lane, payload, tasks, notBefore, deadlineAt, minAgentVersion },
    ...(metadata === undefined ? {} : { metadata }),
    ...(retryOf === undefined ? {} : { retryOf }),
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(mode === undefined ? {} : { mode }),
    ...(template === undefined ? {} : { template }),
    ...(idempotency === undefined ? {} : { idempotency }),
    ...(job.key === undefined ? {} : { key: job.key.id }),
    ...(quota === undefined ? {} : { quota }),
    retentionDays: Math.min(job.retentionDays ?? retentionDays, retentionDays),
  };
}

/** Who is to hear of the job: its own webhook and the tenant's endpoints. */
async function findListeners(
  tenant: string,
  webhook: JobWebhook | undefined,
  { webhooks }: Pick<CommitPorts, 'webhooks'>,
): Promise<Pick<NewJob, 'told' | 'webhook'>> {
  const told = [...new Set([...(webhook?.events ?? []), ...(await webhooks.audience.heardBy(tenant))])];
  return { ...(told.length === 0 ? {} : { told }), ...(webhook === undefined ? {} : { webhook }) };
}

interface Accepted {
  readonly tasks: readonly { job: string; n: number; state: string; emitSeq: number; notBefore: number }[];
  readonly told: NewJob['told'];
}

/** Rings for what may start now; the relay rings for the rest when its time comes. */
function announce(
  { tasks, told }: Accepted,
  { tenant, lane, traceparent, key }: Acceptable,
  now: number,
  { listener, meter, wakeQuotas, limits, webhooks }: CommitPorts,
): void {
  meter.count('job.accepted', lane);
  if (told?.includes('job.accepted')) webhooks.wake();
  if (key && quotaOf(key, limits) !== undefined) wakeQuotas();
  const trace = traceparent === undefined ? {} : { traceparent };
  listener.ring(
    tasks
      .filter((task) => task.state === 'pending' && task.notBefore <= now)
      .map(({ job, n, emitSeq, notBefore }) => ({ tenant, job, n, lane, emitSeq, notBefore, ...trace })),
  );
}
