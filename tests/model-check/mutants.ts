/**
 * Protocols that are broken in one place, and the configurations that have to find each out. Those that none can find are named with the
 * reason: what a survivor lacks is held by another guard, and taking both away is found.
 */
import { PITFALLS } from '@reelyard/ledger/model';
import {
  mutate,
  mutateSeats,
  isEvent,
  isIdempotency,
  withGuard,
  withoutEffects,
  withoutGuards,
  withoutPart,
} from './mutate.ts';
import { type Protocol, PRODUCTION } from './protocol.ts';

export interface Mutant {
  readonly name: string;
  readonly protocol: Protocol;
  /** In which it is looked for, in this order. */
  readonly configurations: readonly string[];
  /** Why the model cannot tell it from production. */
  readonly survives?: string;
}

const COMMITS = ['commitLast', 'commitSegment', 'commitLastSegment'] as const;
const CLAIMS = ['claimFirst', 'claim'] as const;
const RETRIES = ['retryEngine', 'retryInfra', 'retryAsset'] as const;
const RACE = ['cancel', 'segments'];
const compose =
  <T>(...changes: ((of: T) => T)[]) =>
  (of: T): T =>
    changes.reduce((now, change) => change(now), of);

const JOB: readonly Mutant[] = [
  {
    name: 'T15 of a job that ended',
    protocol: mutate(['admit'], withoutGuards('job')),
    configurations: ['held'],
    survives: 'T14, which puts a task that waits to rest like one that is blocked',
  },
  {
    name: 'T15 of a task in any state',
    protocol: mutate(['admit'], withoutGuards('task')),
    configurations: ['held'],
    survives: '`isHeld` of its job: until it is gone, no render of the job has left `blocked`',
  },
  {
    name: 'T15 without any guard',
    protocol: mutate(['admit'], compose(withoutGuards('job'), withoutGuards('task'))),
    configurations: ['held'],
  },
  {
    name: 'T8 without `job active`',
    protocol: mutate(['fail'], withoutGuards('job', 'state')),
    configurations: ['segments', 'cancel'],
  },
  {
    name: 'T8 without `job active` and without evSeq',
    protocol: mutate(['fail'], withoutGuards('job')),
    configurations: ['segments'],
  },
  {
    name: 'T8 and T10 that do not touch their job',
    protocol: mutate(
      ['fail', 'reapLast'],
      withoutPart((template) => 'target' in template && template.target === 'job'),
    ),
    configurations: ['failures', 'leases'],
  },
  {
    name: 'T11 without any guard',
    protocol: mutate(['cancel'], compose(withoutGuards('job'), withoutPart(isEvent))),
    configurations: RACE,
  },
  {
    name: 'T6 of the last task without `job active` and evSeq, its event apart',
    protocol: mutate(['commitLast'], compose(withoutGuards('job'), withoutPart(isEvent))),
    configurations: RACE,
  },
  {
    name: 'an event outside the transaction',
    protocol: mutate(['cancel', 'fail', 'commitLast'], withoutPart(isEvent)),
    configurations: RACE,
  },
  {
    name: 'T12 that spares rendering jobs',
    protocol: mutate(
      ['expire'],
      withGuard('job', { op: 'eq', field: 'state', value: { kind: 'const', value: 'queued' } }),
    ),
    configurations: ['deadline'],
  },
  {
    name: 'T12 without the deadline',
    protocol: mutate(['expire'], withoutGuards('job', 'deadlineAt')),
    configurations: ['deadline'],
  },
  { name: 'T14 without `job ended`', protocol: mutate(['voidTask'], withoutGuards('job')), configurations: RACE },
  {
    name: 'T14 that leaves the indexes',
    protocol: mutate(['voidTask'], withoutEffects('task', 'emit', 'waiting', 'leased')),
    configurations: RACE,
  },
  {
    name: 'T11 that owes nothing',
    protocol: mutate(['cancel'], withoutEffects('job', 'duty', 'emit')),
    configurations: RACE,
  },
  {
    name: 'idempotency record not written',
    protocol: mutate(['accept'], withoutPart(isIdempotency)),
    configurations: ['submit'],
  },
  {
    name: 'T1 that overwrites',
    protocol: mutate(
      ['accept'],
      compose(
        withoutGuards('job'),
        withoutGuards('task'),
        withoutGuards('idempotency'),
        withoutGuards('payload'),
        withoutPart(isEvent),
      ),
    ),
    configurations: ['submit'],
  },
];

const TASK: readonly Mutant[] = [
  {
    name: 'T2 without the state',
    protocol: mutate(['markQueued'], withoutGuards('task', 'state')),
    configurations: ['doorbells'],
  },
  {
    name: 'T2 without emitSeq',
    protocol: mutate(['markQueued'], withoutGuards('task', 'emitSeq')),
    configurations: ['doorbells'],
    survives: 'T3: a doorbell taken for rung is missed, and rung again',
  },
  {
    name: 'T3 without the state',
    protocol: mutate(['reemit'], withoutGuards('task', 'state')),
    configurations: ['doorbells'],
  },
  {
    name: 'T4 that does not grow the epoch',
    protocol: mutate(CLAIMS, withoutEffects('task', 'epoch')),
    configurations: ['leases'],
  },
  {
    name: 'T4 without the state',
    protocol: mutate(CLAIMS, withoutGuards('task', 'state')),
    configurations: ['leases'],
  },
  {
    name: 'T4 that leaves needsEmit',
    protocol: mutate(CLAIMS, withoutEffects('task', 'needsEmit', 'emit')),
    configurations: ['leases'],
  },
  {
    name: 'T4 that does not see the deadline',
    protocol: mutate(CLAIMS, withoutGuards('task', 'deadlineAt')),
    configurations: ['deadline'],
  },
  {
    name: 'T4 that does not wait for the back-off',
    protocol: mutate(CLAIMS, withoutGuards('task', 'notBefore')),
    configurations: ['failures'],
  },
  {
    name: 'T4 by an agent of any version',
    protocol: mutate(CLAIMS, withoutGuards('task', 'minAgentVersion')),
    configurations: ['leases'],
  },
  {
    name: 'T4 without the epoch it saw',
    protocol: mutate(CLAIMS, withoutGuards('task', 'epoch')),
    configurations: ['leases'],
  },
  { name: 'T4 of a job that ended', protocol: mutate(['claim'], withoutGuards('job')), configurations: RACE },
  {
    name: 'T5 without the epoch',
    protocol: mutate(['beat'], withoutGuards('task', 'epoch', 'owner')),
    configurations: ['leases'],
  },
  { name: 'T6 without its lease', protocol: mutate(COMMITS, withoutGuards('task')), configurations: ['leases'] },
  {
    name: 'T6 that does not count',
    protocol: mutate(COMMITS, withoutEffects('job', 'tasksDone')),
    configurations: ['segments'],
  },
  {
    name: 'T6 of a segment without tasksDone',
    protocol: mutate(['commitSegment', 'commitLastSegment'], withoutGuards('job', 'tasksDone')),
    configurations: ['segments'],
  },
  {
    name: 'T6b without all segments done',
    protocol: mutate(['unblock'], withoutGuards('job', 'tasksDone')),
    configurations: ['segments'],
  },
  {
    name: 'T6b without the state',
    protocol: mutate(['unblock'], withoutGuards('task', 'state')),
    configurations: ['segments'],
  },
  {
    name: 'no T6b duty',
    protocol: mutate(['commitLastSegment'], withoutEffects('job', 'duty', 'emit')),
    configurations: ['segments'],
  },
  {
    name: 'T7 past its budget',
    protocol: mutate(RETRIES, withoutGuards('task', 'counters.engine', 'counters.infra', 'counters.asset')),
    configurations: ['failures'],
  },
  {
    name: 'T7 of a job that ended',
    protocol: mutate(
      ['release'],
      withoutPart((template) => template.kind === 'check'),
    ),
    configurations: ['cancel', 'leases'],
    survives: 'T14: a task of an ended job comes to rest from pending as it does from leased',
  },
  {
    name: 'T9 without the beat',
    protocol: mutate(['reap', 'reapAgain'], withoutGuards('task', 'beat')),
    configurations: ['leases'],
  },
  {
    name: 'T9 without the epoch',
    protocol: mutate(['reap', 'reapAgain'], withoutGuards('task', 'epoch', 'owner')),
    configurations: ['leases'],
  },
  {
    name: 'T9 past its budget',
    protocol: mutate(['reap', 'reapAgain'], withoutGuards('task', 'counters.leaseLost', 'counters.infra')),
    configurations: ['leases'],
  },
];

const OUTSIDE: readonly Mutant[] = [
  {
    name: 'one artifact key for all epochs',
    protocol: { ...PRODUCTION, artifactKey: () => 'artifacts/shared', overwrites: true },
    configurations: ['bytes'],
  },
  {
    name: 'one artifact key for all epochs, never overwritten',
    protocol: { ...PRODUCTION, artifactKey: () => 'artifacts/shared' },
    configurations: ['bytes'],
    survives: '`If-None-Match`: the second epoch finds other bytes and gives up, so the job fails but never lies',
  },
  {
    name: 'uploads that overwrite',
    protocol: { ...PRODUCTION, overwrites: true },
    configurations: ['bytes'],
    survives: 'the epoch in the key: nobody else writes there',
  },
  {
    name: 'a seat given back without its epoch',
    protocol: mutateSeats(['giveBack'], withoutGuards('seat')),
    configurations: ['one-seat'],
  },
  {
    name: 'a seat renewed without its epoch',
    protocol: mutateSeats(['renew'], withoutGuards('seat', 'epoch', 'owner')),
    configurations: ['one-seat'],
    survives:
      'the clock of the holder: it stops before another may take its seat, and a late renewal only lengthens the lease of the next',
  },
  {
    name: 'a seat taken while its lease runs',
    protocol: mutateSeats(['take'], withoutGuards('seat', 'leaseUntil')),
    configurations: ['one-seat'],
  },
  {
    name: 'a seat taken without its epoch and lease',
    protocol: mutateSeats(['take'], withoutGuards('seat')),
    configurations: ['one-seat'],
  },
  { name: 'a seat trusted for its whole lease', protocol: { ...PRODUCTION, trust: 1 }, configurations: ['one-seat'] },
];

/** The pitfalls of the ledger's own suite, which change what is sent; there random programs have to find them. */
const SENT: readonly Mutant[] = Object.entries(PITFALLS).map(([name, send]) => ({
  name: `sent: ${name}`,
  protocol: { ...PRODUCTION, send },
  configurations: ['cancel', 'segments', 'leases', 'deadline'],
}));

export const MUTANTS: readonly Mutant[] = [...JOB, ...TASK, ...OUTSIDE, ...SENT];
