/** Why work waits. Closed sets: the scaler says one word a lane, a client sees one word a job. docs/reference/api.md lists them from here. */

/** What the scaler says of the tasks of a lane. */
export const WAIT_REASONS = [
  'starting-soon',
  'capacity-booting',
  'pool-max',
  'farm-max',
  'no-capacity',
  'quota',
  'spend-hour',
  'spend-day',
  'seats',
  'boot-failures',
  'no-pool',
  'blind',
] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

/** What a client sees of a job: the job's own reasons, the scaler's, and what is known when the scaler says nothing. */
export const JOB_WAIT_REASONS = [
  'not-before',
  'throttled',
  'back-off',
  'no-seat',
  'not-counted-yet',
  'scaler-silent',
  ...WAIT_REASONS.filter((reason) => reason !== 'seats'),
] as const;
export type JobWaitReason = (typeof JOB_WAIT_REASONS)[number];

interface WaitWords {
  /** Completes "the job waits: …". */
  means: string;
  clientCan: string;
}

const nothing = 'nothing; it starts by itself';
const operator = 'tell the operator';

export const waitWords: Readonly<Record<JobWaitReason, WaitWords>> = {
  'not-before': { means: 'its `notBefore` has not come', clientCan: 'nothing; it waits as submitted' },
  throttled: {
    means:
      'its quota is full: as many jobs of its key or tenant run, or ran today, as may; `position` counts those of the quota before it',
    clientCan: 'wait its turn, or ask for a larger quota',
  },
  'back-off': {
    means: 'a run failed and the next one comes at `until`',
    clientCan: 'nothing; it is tried again by itself, and fails when its tries are used up',
  },
  'no-seat': {
    means: 'every license seat of its engine is in use',
    clientCan: 'wait, or submit with an engine that has free seats',
  },
  'not-counted-yet': { means: 'the scaler has not counted it yet', clientCan: 'ask again in a few seconds' },
  'scaler-silent': {
    means: 'the scaler has said nothing for over 90 s; instances that run still take jobs',
    clientCan: `${operator}; on-call has been alarmed`,
  },
  'starting-soon': { means: 'an instance is free, or comes free in time', clientCan: nothing },
  'capacity-booting': { means: 'an instance boots, or is about to come free', clientCan: nothing },
  'pool-max': {
    means: 'every pool that serves its engine runs as many instances as it may',
    clientCan: 'wait its turn, or use a higher lane',
  },
  'farm-max': {
    means: 'the farm runs as many instances as it may',
    clientCan: 'wait its turn, or use a higher lane',
  },
  'no-capacity': {
    means: 'AWS has no instance to give at the moment',
    clientCan: 'wait; other zones and types are tried',
  },
  quota: { means: 'the AWS account may not run more instances', clientCan: operator },
  'spend-hour': { means: 'the budget of this hour is spent', clientCan: 'wait for the next hour' },
  'spend-day': {
    means: 'the budget of this day (UTC) is spent',
    clientCan: 'wait for the next day, or tell the operator',
  },
  'boot-failures': {
    means: 'new instances fail to come up, so none are launched',
    clientCan: `${operator}; on-call has been alarmed`,
  },
  'no-pool': {
    means: 'no pool has its engine',
    clientCan: 'cancel it and submit with another engine, or tell the operator',
  },
  blind: {
    means: 'the scaler cannot see the farm, so it changes nothing; instances that run still take jobs',
    clientCan: `${operator}; on-call has been alarmed`,
  },
};
