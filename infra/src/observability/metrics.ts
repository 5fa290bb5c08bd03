/**
 * Every metric that the farm emits, by `<service>/<name>`. Namespace `Reelyard`; dimensions are service, env and, by `by`, the lane or
 * the pool. Alarms and dashboards can name no other. `tests/observability` holds this against the logs of a running farm; what a healthy
 * run does not emit names the unit test of its emission instead.
 */
export interface MetricDefinition {
  unit: 'Count' | 'Seconds' | 'Milliseconds';
  by: 'farm' | 'lane' | 'pool';
  /** `event`: sum it. `state`: a level at an instant; take its maximum or average. `duration`: take percentiles. */
  kind: 'event' | 'state' | 'duration';
  meaning: string;
  proof: 'run' | { test: string; name: string };
}

const loops = (name: string) => ({ test: 'job-server/src/loops.test.ts', name });
const lifecycle = (name: string) => ({ test: 'scaler-lambda/src/lifecycle.test.ts', name });
const agentLog = (name: string) => ({ test: 'render-agent/src/metered-log.test.ts', name });
const submits = {
  test: 'job-server/src/http/measure-submit.test.ts',
  name: 'counts against availability when the fault is ours, and against latency beyond 300 ms',
};
const webhooks = {
  test: 'job-server/src/webhooks/webhooks.test.ts',
  name: 'tells every turn of a job, verified by the official library, with the video at the end',
};
const seats = {
  test: 'scaler-lambda/src/measure-tick.test.ts',
  name: 'say how many seats are in use and how many are left of the engine with the fewest',
};
const canary = {
  test: 'packages/canary/src/run-canary.test.ts',
  name: 'counts a failure, whatever a client would have suffered',
};
const neverHappens = 'count what must never happen, and what only AWS and license servers decide';

export const METRICS = {
  'job-server/submit.requests': event('farm', 'Answers to `POST /v1/jobs`, whatever they were'),
  'job-server/submit.failed': event('farm', 'Answers of 500 and above', submits),
  'job-server/submit.slow': event('farm', 'Answers that took longer than 300 ms', submits),
  'job-server/submit.milliseconds': duration(
    'farm',
    'Milliseconds',
    'A fair sample of 100 answers per server and minute',
  ),
  'job-server/job.accepted': event('lane', 'Jobs committed to the ledger'),
  'job-server/job.canceled': event('farm', 'Jobs that their client canceled'),
  'job-server/job.expired': event('farm', 'Jobs that failed because their deadline passed'),
  'job-server/job.failed': event(
    'farm',
    'Jobs given up because they silenced too many agents',
    loops('calls a job poisonous when it silences three agents'),
  ),
  'job-server/lease.expired': event(
    'lane',
    'Leases taken back from silent agents',
    loops('gives the task of a silent agent to another'),
  ),
  'job-server/emit.repaired': event(
    'lane',
    'Doorbells that rang more than 5 s late, or again because the lane had lost them',
    loops('rings for what an outage of the queue left behind'),
  ),
  'job-server/webhook.delivered': event('farm', 'Attempts at webhooks that their receivers took', webhooks),
  'job-server/webhook.failed': event(
    'farm',
    'Attempts at webhooks that they did not take, for whatever reason',
    webhooks,
  ),
  'job-server/webhook.lag': duration(
    'farm',
    'Milliseconds',
    'From an event of a job to the first attempt to tell it',
    webhooks,
  ),
  'scaler/scaler.loop': event('farm', 'Ticks; none means that nobody scales'),
  'scaler/scaler.blind': state('farm', '1 for a tick that could not see the farm and held still, else 0'),
  'scaler/scaler.demand': state('farm', 'Tasks that are due within a boot'),
  'scaler/scaler.apply_failed': event('farm', 'Calls of a tick that failed; the next tick decides again', {
    test: 'scaler-lambda/src/measure-tick.test.ts',
    name: 'count the calls that failed',
  }),
  'scaler/capacity.booting': state('farm', 'Machines on their way, less those that are stuck'),
  'scaler/capacity.unmet': state(
    'farm',
    'Machines wanted and not allowed, or refused by EC2; one record per reason (property `reason`)',
    { test: 'scaler-lambda/src/measure-tick.test.ts', name: 'say why machines were wanted and not allowed' },
  ),
  'scaler/capacity.no_capacity': state('farm', 'Machines wanted where EC2 has none in any zone and type of the pool'),
  'scaler/capacity.quota': state('farm', 'Machines wanted beyond the quota of the AWS account'),
  'scaler/capacity.spend': state('farm', 'Machines wanted beyond the money of the hour or the day'),
  'scaler/capacity.foreign': event('pool', 'Changes of desired capacity that were not the scaler’s', {
    test: 'scaler-lambda/src/measure-tick.test.ts',
    name: 'say that somebody else changed capacity',
  }),
  'scaler/breaker.open': state(
    'pool',
    '1 while launches are frozen because three of the last five boots failed, else 0',
  ),
  'scaler/seats.in_use': state('farm', 'License seats that agents hold, of all engines that have seats', seats),
  'scaler/seats.free': state('farm', 'License seats left of the engine that has the fewest left', seats),
  'scaler/lease.active': state('farm', 'Tasks that agents hold'),
  'scaler/job.queued': state('lane', 'Tasks that wait and may start'),
  'scaler/job.queued.oldest': {
    unit: 'Seconds',
    by: 'lane',
    kind: 'state',
    meaning: 'Age of the oldest task that may start; 0 when none waits',
    proof: 'run',
  },
  'scaler/scaler.desired': state('pool', 'Desired capacity of the group'),
  'scaler/agent.pending': state('pool', 'Machines on their way to their first beat'),
  'scaler/agent.idle': state('pool', 'Machines ready for a task'),
  'scaler/agent.busy': state('pool', 'Machines that render or publish'),
  'scaler/agent.parked': state('pool', 'Machines told to take nothing more'),
  'scaler/agent.draining': state('pool', 'Machines on their way out'),
  'scaler/agent.stuck': state('pool', 'Machines that boot for longer than 1.5 boots; part of pending'),
  'scaler/bootstrap.launched': event('pool', 'Instances that began to boot'),
  'scaler/bootstrap.online_seconds': duration('pool', 'Seconds', 'Launch to reachable by SSM'),
  'scaler/bootstrap.seconds': duration('pool', 'Seconds', 'Launch to in service'),
  'scaler/bootstrap.failed': event(
    'pool',
    'Bootstraps that ended badly for good (property `code`)',
    lifecycle('counts a bootstrap that failed for good'),
  ),
  'scaler/invariant.violation': event(
    'farm',
    'Transitions of a bootstrap that nobody knows',
    lifecycle('pages for a transition that it does not know, and keeps the instance'),
  ),
  'render-agent/lease.claimed': event('lane', 'Tasks claimed, first and later attempts'),
  'render-agent/job.time_to_start': duration(
    'lane',
    'Milliseconds',
    'From when a render task may start to its first claim',
  ),
  'render-agent/job.end_to_end': duration('lane', 'Milliseconds', 'From when a job may start to its success'),
  'render-agent/job.succeeded': event('farm', 'Jobs with a result'),
  'render-agent/job.failed': event('farm', 'Jobs that failed and were not the client’s fault'),
  'render-agent/job.refused': event('farm', 'Jobs that failed by their own input or assets'),
  'render-agent/job.retries': event('pool', 'Attempts that failed and will be made again (property `errClass`)'),
  'render-agent/job.render_seconds': duration('pool', 'Seconds', 'Engine started to engine ended'),
  'render-agent/engine.exit': event('pool', 'Engines that ended, however'),
  'render-agent/engine.hang_killed': event(
    'pool',
    'Engines killed because they showed no sign of life',
    agentLog('are read off its log'),
  ),
  'render-agent/output.verify_failed': event(
    'pool',
    'Attempts whose files were not what the job asked for',
    agentLog('count output that was not what the engine promised, whether the task goes on or not'),
  ),
  'render-agent/lease.refused': event(
    'pool',
    'Doorbells whose task was taken, at rest or not due; a few are normal',
    agentLog('are read off its log'),
  ),
  'render-agent/seats.wait': event('pool', 'Claims that found no free seat', agentLog(neverHappens)),
  'render-agent/spot.notice': event('pool', 'Instances that EC2 takes back in two minutes', agentLog(neverHappens)),
  'render-agent/invariant.violation': event(
    'farm',
    'Attempts that ended by a bug of the agent',
    agentLog(neverHappens),
  ),
  'canary/canary.failed': event(
    'farm',
    'Runs that got no video, or a wrong one (property `code`); written by every run that ends, at the instant of its start',
    canary,
  ),
  'canary/canary.skipped': event('farm', 'Runs that let a farm without a machine sleep'),
  'canary/canary.e2e_seconds': duration('farm', 'Seconds', 'From the submit of a job of a second to its checked video'),
} as const satisfies Record<string, MetricDefinition>;

export type MetricKey = keyof typeof METRICS;

export function definitionOf(key: MetricKey): MetricDefinition {
  return METRICS[key];
}

export const metricKeys = Object.keys(METRICS) as readonly MetricKey[];

function event<By extends MetricDefinition['by']>(by: By, meaning: string, proof: MetricDefinition['proof'] = 'run') {
  return { unit: 'Count', by, kind: 'event', meaning, proof } as const;
}

function state<By extends MetricDefinition['by']>(by: By, meaning: string, proof: MetricDefinition['proof'] = 'run') {
  return { unit: 'Count', by, kind: 'state', meaning, proof } as const;
}

function duration<By extends MetricDefinition['by'], Unit extends MetricDefinition['unit']>(
  by: By,
  unit: Unit,
  meaning: string,
  proof: MetricDefinition['proof'] = 'run',
) {
  return { unit, by, kind: 'duration', meaning, proof } as const;
}
