/** Logs Insights queries that runbooks begin with. `<…>` is for the reader to fill in. Logs are ours: one JSON line, fields by name. */
import { type FarmView } from './view.ts';

export interface SavedQuery {
  /** Shown in a folder of the farm's name. */
  name: string;
  answers: string;
  logGroups: readonly string[];
  query: string;
}

export function savedQueriesOf({ logGroups, functions }: FarmView): readonly SavedQuery[] {
  const all = [...jobQueries(logGroups), ...serverQueries(logGroups), ...fleetQueries(logGroups)];
  return functions.canary === undefined ? all : [...all, canaryRuns(logGroups)];
}

type Groups = FarmView['logGroups'];

function jobQueries({ server, scale, lifecycle, agent }: Groups): SavedQuery[] {
  return [
    {
      name: 'why-is-this-job-not-done',
      answers: 'Everything that any process said of one job, in order',
      logGroups: [server, scale, lifecycle, agent],
      query: lines(
        'fields @timestamp, service, event, taskId, epoch, instanceId, phase, errClass, errCode, message',
        "filter jobId = '<job_…>'",
        'sort @timestamp asc',
        'limit 1000',
      ),
    },
    {
      name: 'why-do-tasks-wait',
      answers: 'What the scaler saw, decided and could not have, tick by tick',
      logGroups: [scale],
      query: lines(
        'fields @timestamp, because, demand, waiting.express, waiting.standard, waiting.bulk, leased, unmet.`pool-max`, unmet.`farm-max`, unmet.`boot-failures`, unmet.`no-capacity`, unmet.quota, unmet.`spend-hour`, unmet.`spend-day`, unmet.seats, spent, cooling.0.pool, cooling.0.zone, cooling.0.because',
        "filter event = 'scaler.tick'",
        'sort @timestamp desc',
        'limit 100',
      ),
    },
  ];
}

function canaryRuns({ canary }: Groups): SavedQuery {
  return {
    name: 'canary-runs',
    answers: 'What each run of the canary came to, and why one failed',
    logGroups: [canary],
    query: lines(
      'fields @timestamp, event, slot, jobId, code, because, seconds',
      "filter event like /^canary\\./ and event != 'canary.submitted'",
      'sort @timestamp desc',
      'limit 100',
    ),
  };
}

function serverQueries({ server }: Groups): SavedQuery[] {
  return [
    {
      name: 'failed-requests',
      answers: 'Requests that we answered with a fault, with their route and code',
      logGroups: [server],
      query: lines(
        'fields @timestamp, requestId, route, status, durationMs, errCode, tenantId, jobId',
        "filter event = 'request.completed' and status >= 500",
        'sort @timestamp desc',
        'limit 100',
      ),
    },
    {
      name: 'faults-of-the-server',
      answers: 'Why requests failed: which dependency did not answer, or which bug',
      logGroups: [server],
      query: lines(
        'fields @timestamp, event, requestId, route, error.code, error.message, error.cause.name, error.cause.message',
        "filter event in ['request.failed', 'request.dependency-lost', 'doorbell.failed', 'loop.failed']",
        'sort @timestamp desc',
        'limit 100',
      ),
    },
    {
      name: 'slow-submits',
      answers: 'Submits that took longer than 300 ms',
      logGroups: [server],
      query: lines(
        "filter event = 'request.completed' and route = 'POST /v1/jobs'",
        'stats count(*) as submits, pct(durationMs, 50) as p50, pct(durationMs, 99) as p99, max(durationMs) as slowest by bin(5m)',
      ),
    },
  ];
}

function fleetQueries({ server, scale, lifecycle, agent }: Groups): SavedQuery[] {
  return [
    {
      name: 'failed-attempts',
      answers: 'Attempts that failed, by instance and code: one bad machine, one bad job, or all of them',
      logGroups: [agent],
      query: lines(
        "filter event in ['task.requeued', 'task.failed']",
        'stats count(*) as attempts, count_distinct(jobId) as jobs by instanceId, errClass, errCode',
        'sort attempts desc',
      ),
    },
    {
      name: 'boots',
      answers: 'How each instance came up, or did not',
      logGroups: [scale, lifecycle],
      query: lines(
        'fields @timestamp, event, pool, instanceId, seconds, code, message, because',
        'filter event like /^(instance|bootstrap)\\./',
        'sort @timestamp desc',
        'limit 200',
      ),
    },
    {
      name: 'lost-leases',
      answers: 'Leases taken back, by the agent that fell silent',
      logGroups: [server],
      query: lines(
        "filter event = 'reaper.reaped'",
        'stats count(*) as leases, count_distinct(jobId) as jobs by owner, outcome',
        'sort leases desc',
      ),
    },
  ];
}

const lines = (...parts: readonly string[]): string => parts.join('\n| ');
