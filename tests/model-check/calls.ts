/** What each actor asks of the ledger, from the rows it saw: parameters for production's `plan`, and production's own choice among transitions. */
import {
  decideAfterFailure,
  decideAfterLoss,
  instanceOf,
  type Item,
  type Params,
  type TransitionName,
} from '@reelyard/ledger';
import { commitOf } from '@reelyard/ledger/model';
import { nameOf } from './protocol.ts';
import { type Rows } from './rows.ts';
import { type Look, num, REF, TICKS } from './world.ts';

export type Call = readonly [name: TransitionName, params: Params];
export interface Asker {
  readonly rows: Rows;
  readonly now: number;
}
export interface Lease {
  readonly n: number;
  readonly epoch: number;
  readonly owner: string;
}

const eventOf = ({ rows }: Asker): Record<string, unknown> => ({ evSeq: num(rows.job, 'evSeq'), eventId: '-' });
const refOf = (n: number): Params['ref'] => ({ ...REF, n });
const waitingOf = (item: Item | undefined): Record<string, unknown> => ({
  lane: item?.['lane'] ?? 'standard',
  deadlineAt: num(item, 'deadlineAt'),
});
const leaseOf = ({ n, epoch, owner }: Lease): { ref: Params['ref']; epoch: number; owner: string } => ({
  ref: refOf(n),
  epoch,
  owner,
});

export const claim = (from: Asker, n: number, owner: string, agentVersion = 1): Call => {
  const item = from.rows.tasks[n];
  const isFirst = from.rows.job?.['state'] === 'queued';
  const params = { ref: refOf(n), now: from.now, owner, agentVersion, epochBefore: num(item, 'epoch') };
  return [isFirst ? 'claimFirst' : 'claim', { ...params, deadlineAt: num(item, 'deadlineAt'), ...eventOf(from) }];
};

export const beat = ({ now }: Asker, lease: Lease, count: number): Call => [
  'beat',
  { ...leaseOf(lease), now, beat: count, phase: 'rendering' },
];

export const commit = (from: Asker, lease: Lease, artifacts: readonly unknown[]): Call => {
  const [task, job] = [from.rows.tasks[lease.n], from.rows.job];
  // Rows and the door's types differ in fields that no decision reads.
  const name = nameOf(commitOf(task as never, job as never));
  const params = { ...leaseOf(lease), now: from.now, artifacts, tasksDone: num(job, 'tasksDone') };
  return [name, { ...params, ...eventOf(from) }];
};

export const release = ({ rows, now }: Asker, lease: Lease): Call => [
  'release',
  { ...leaseOf(lease), now, notBefore: now, ...waitingOf(rows.tasks[lease.n]) },
];

export type FailureClass = 'engine' | 'infra' | 'asset' | 'license' | 'permanent';
const RETRIES = {
  engine: 'retryEngine',
  infra: 'retryInfra',
  asset: 'retryAsset',
  license: 'retryLicense',
} as const;

/** T7 whatever the budget says: its guard alone has to know. */
export const retry = ({ rows, now }: Asker, lease: Lease, kind: Exclude<FailureClass, 'permanent'>): Call => [
  RETRIES[kind],
  {
    ...leaseOf(lease),
    ...waitingOf(rows.tasks[lease.n]),
    now,
    notBefore: TICKS[1],
    lastError: { class: kind },
    licenseWaitSince: 0,
    boxStart: -1,
  },
];

/** T8, where production would choose it. */
export const failure = (from: Asker, lease: Lease, kind: FailureClass): Call | undefined => {
  const decision = decideAfterFailure(
    from.rows.tasks[lease.n] as never,
    { class: kind, code: kind, message: '' },
    { jitter: 0 },
    from.now,
  );
  if (decision.kind === 'requeue') return undefined;
  const params = { ...leaseOf(lease), now: from.now, error: { code: kind }, lastError: { class: kind } };
  return ['fail', { ...params, ...eventOf(from) }];
};

/** T9 in both its forms, whatever was decided, and T10 where production would choose it. */
export const reaps = (from: Asker, look: Look): Call[] => {
  const item = from.rows.tasks[look.n];
  const base = { ...leaseOf(look), ...waitingOf(item), now: from.now, notBefore: from.now, beat: look.beat };
  const params = { ...base, instance: instanceOf(look.owner), lastError: { class: 'lease-lost' } };
  const again: Call[] = [
    ['reap', params],
    ['reapAgain', params],
  ];
  if (!item || decideAfterLoss(item as never, look.owner, from.now).kind === 'requeue') return again;
  return [...again, ['reapLast', { ...params, error: { code: 'poison_suspected' }, ...eventOf(from) }]];
};

export const markQueued = ({ rows, now }: Asker, n: number): Call => [
  'markQueued',
  { ref: refOf(n), now, emitSeq: num(rows.tasks[n], 'emitSeq') },
];

export const reemit = ({ rows, now }: Asker, n: number): Call => [
  'reemit',
  { ref: refOf(n), now, notBefore: now, emittedBefore: now, emitSeq: num(rows.tasks[n], 'emitSeq') },
];

export const unblock = ({ rows, now }: Asker): Call => {
  const segments = num(rows.job, 'tasksTotal') - 1;
  return ['unblock', { ref: refOf(segments), now, notBefore: now, segments, ...waitingOf(rows.job) }];
};

export const admit = ({ rows, now }: Asker): Call => [
  'admit',
  { ref: refOf(0), now, notBefore: now, ...waitingOf(rows.job) },
];

export const expire = (from: Asker): Call => [
  'expire',
  { ref: refOf(0), now: from.now, error: { code: 'deadline_exceeded' }, ...eventOf(from) },
];
export const cancel = (from: Asker): Call => ['cancel', { ref: refOf(0), now: from.now, ...eventOf(from) }];
export const voidTask = ({ now }: Asker, n: number): Call => ['voidTask', { ref: refOf(n), now }];
export const discharge = ({ now }: Asker): Call => ['dischargeJob', { ref: refOf(0), now }];
