/** What a history keeps of each operation of the ledger: as little as the checker can judge by, and nothing that a client submitted. */
import { type Artifact, type Job } from '@reelyard/contracts';
import { type FailOutcome, type Ledger, type Lease, type NewJob, type SeatLease, type StoredReply } from '../ledger.ts';
import { type HistoryFacts } from './line.ts';
import { type Answer, digestOf } from './recorder.ts';

export const RECORDED = [
  'submit',
  'markQueued',
  'reemit',
  'claim',
  'release',
  'heartbeat',
  'complete',
  'unblock',
  'fail',
  'reap',
  'cancel',
  'expire',
  'voidTasks',
  'findJob',
  'listEvents',
  'admit',
  'takeSeat',
  'renewSeat',
  'returnSeat',
] as const;
export type RecordedOp = (typeof RECORDED)[number];

export type Descriptions = {
  [Op in RecordedOp]: {
    asked(...args: Parameters<Ledger[Op]>): HistoryFacts;
    answered(value: Awaited<ReturnType<Ledger[Op]>>): Answer;
  };
};

const ok = (facts?: HistoryFacts): Answer => ({ phase: 'ok', ...(facts && { facts }) });
const failed = (facts?: HistoryFacts): Answer => ({ phase: 'fail', ...(facts && { facts }) });
const okWhen = (holds: boolean): Answer => (holds ? ok() : failed());

const leaseFacts = ({ ref, epoch, owner }: Lease): HistoryFacts => ({ ref, epoch, owner });
const seatFacts = ({ engine, n, epoch, owner }: SeatLease): HistoryFacts => ({ engine, seat: n, epoch, owner });

export const replyDigest = ({ status, body, location }: StoredReply): string =>
  digestOf(`${status}\n${location}\n${body}`);

export const artifactFacts = (artifacts: readonly Artifact[]): { key: string; sha256: string }[] =>
  artifacts.map(({ key, sha256 }) => ({ key, sha256 }));

export const jobFacts = (job: Job | undefined): HistoryFacts =>
  job === undefined
    ? { found: false }
    : {
        state: job.state,
        tasksDone: job.tasksDone,
        tasksTotal: job.tasksTotal,
        ...(job.artifacts && { artifacts: artifactFacts(job.artifacts) }),
      };

function submitFacts({ tenant, id, tasks, retryOf, idempotency }: NewJob): HistoryFacts {
  return {
    ref: { tenant, job: id },
    tasks: tasks.length,
    ...(retryOf !== undefined && { retryOf }),
    ...(idempotency && {
      key: digestOf(`${tenant}\n${idempotency.route}\n${idempotency.key}`),
      reply: replyDigest(idempotency.reply),
      expiresAt: idempotency.expiresAt,
    }),
  };
}

function lossOutcome(outcome: FailOutcome): Answer {
  if (outcome.kind === 'lost') return failed({ because: 'lost' });
  if (outcome.kind === 'job-failed') return ok({ outcome: 'job-failed', code: outcome.error.code });
  const budget = Number.isFinite(outcome.budget) ? { budget: outcome.budget } : {};
  return ok({ outcome: 'requeued', used: outcome.used, ...budget });
}

export const DESCRIPTIONS: Descriptions = {
  submit: {
    asked: (job, now) => ({ ...submitFacts(job), now }),
    answered: (outcome) => {
      if (outcome.kind === 'accepted') return ok({ outcome: 'accepted' });
      if (outcome.kind === 'replayed') return ok({ outcome: 'replayed', reply: replyDigest(outcome.reply) });
      return failed({ because: outcome.kind });
    },
  },
  markQueued: { asked: (sent) => ({ tasks: sent.length }), answered: ({ queued }) => ok({ queued }) },
  reemit: {
    asked: ({ tenant, job, n }) => ({ ref: { tenant, job, n } }),
    answered: ({ kind }) => okWhen(kind === 'held'),
  },
  claim: {
    asked: ({ tenant, job, n }, { owner }) => ({ ref: { tenant, job, n }, owner }),
    answered: (outcome) =>
      outcome.kind === 'claimed' ? ok({ epoch: outcome.lease.epoch }) : failed({ because: outcome.because }),
  },
  release: { asked: leaseFacts, answered: ({ kind }) => okWhen(kind === 'held') },
  heartbeat: {
    asked: (lease, { beat, phase }) => ({ ...leaseFacts(lease), beat, doing: phase }),
    answered: (outcome) => {
      if (outcome.kind === 'lost') return failed({ because: 'lost' });
      if (outcome.kind === 'job-ended') return ok({ state: outcome.state });
      return ok(outcome.isJobUnread ? { unread: true } : {});
    },
  },
  complete: {
    asked: (lease, artifacts) => ({ ...leaseFacts(lease), artifacts: artifactFacts(artifacts) }),
    answered: (outcome) => (outcome.kind === 'lost' ? failed({ because: 'lost' }) : ok({ jobEnded: outcome.jobEnded })),
  },
  unblock: {
    asked: ({ tenant, job }) => ({ ref: { tenant, job } }),
    answered: ({ kind }) => okWhen(kind === 'unblocked'),
  },
  fail: {
    asked: (lease, failure) => ({ ...leaseFacts(lease), class: failure.class, code: failure.code }),
    answered: lossOutcome,
  },
  reap: {
    asked: ({ tenant, job, n, epoch, owner, beat }) => ({ ref: { tenant, job, n }, epoch, owner, beat }),
    answered: lossOutcome,
  },
  cancel: {
    asked: ({ tenant, job }, now) => ({ ref: { tenant, job }, now }),
    answered: (outcome) => {
      if (outcome.kind === 'canceled') return ok({ state: 'canceled' });
      return failed({ because: outcome.kind, ...(outcome.kind === 'already-ended' && { state: outcome.job.state }) });
    },
  },
  expire: {
    asked: ({ tenant, job }, now) => ({ ref: { tenant, job }, now }),
    answered: ({ kind }) => okWhen(kind === 'expired'),
  },
  voidTasks: { asked: ({ tenant, job }) => ({ ref: { tenant, job } }), answered: ({ voided }) => ok({ voided }) },
  findJob: { asked: (tenant, id) => ({ ref: { tenant, job: id } }), answered: (job) => ok(jobFacts(job)) },
  listEvents: {
    asked: (job, afterSeq = 0) => ({ job, afterSeq }),
    answered: (events) => ok({ events: events.map(({ seq, type }) => [seq, type]) }),
  },
  admit: {
    asked: ({ tenant, quota }, limits, now) => ({ tenant, quota, ...limits, now }),
    answered: (outcome) => {
      if (outcome.kind !== 'admitted') return failed({ because: outcome.kind });
      return ok({ jobs: [...new Set(outcome.tasks.map(({ job }) => job))] });
    },
  },
  takeSeat: {
    asked: (engine, seats, owner) => ({ engine, seats, owner }),
    answered: (seat) => (seat ? ok({ seat: seat.n, epoch: seat.epoch }) : failed({ because: 'none free' })),
  },
  renewSeat: { asked: seatFacts, answered: okWhen },
  returnSeat: { asked: seatFacts, answered: okWhen },
};
