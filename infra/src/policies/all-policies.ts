/** Every policy of an environment: what tests and docs go through. */
import { type Names } from '../names.ts';
import { serverSecrets } from '../service-environment.ts';
import { accessLogWriters } from './access-log-writers.ts';
import { agentPolicy } from './agent.ts';
import { alertKeyPolicy } from './alert-key.ts';
import { alertTopicPolicy } from './alert-topic.ts';
import { artifactReaders } from './artifact-readers.ts';
import { bucketPolicy } from './bucket.ts';
import { canaryPolicy } from './canary.ts';
import { fleetEventStatement } from './fleet-events.ts';
import { flowLogPolicy } from './flow-logs.ts';
import { jobServerExecutionPolicy } from './job-server-execution.ts';
import { jobServerPolicy } from './job-server.ts';
import { keyPolicy } from './key.ts';
import { lifecyclePolicy } from './lifecycle.ts';
import { queuePolicy } from './queue.ts';
import { scalePolicy } from './scale.ts';
import { canarySchedulePolicy, schedulePolicy } from './schedule.ts';
import { type Policy } from './statement.ts';

export function allPolicies(names: Names): readonly Policy[] {
  const { accessLogBucket, arns, artifactBucket, deadQueue, engineBucket, eventsQueue, laneQueues, lifecycleQueue } =
    names;
  const plainQueues = [...Object.values(laneQueues), eventsQueue, deadQueue];
  return [
    agentPolicy(names),
    jobServerPolicy(names),
    jobServerExecutionPolicy(names, Object.values(serverSecrets(names))),
    scalePolicy(names),
    lifecyclePolicy(names),
    schedulePolicy(names),
    canaryPolicy(names),
    canarySchedulePolicy(names),
    flowLogPolicy(names),
    keyPolicy(names),
    alertKeyPolicy(names),
    ...Object.values(names.topics).map((topic) => alertTopicPolicy(names, topic)),
    bucketPolicy(artifactBucket, artifactReaders(names)),
    bucketPolicy(engineBucket, []),
    bucketPolicy(accessLogBucket, accessLogWriters(names)),
    queuePolicy(lifecycleQueue, arns.queue(lifecycleQueue), [fleetEventStatement(names)]),
    ...plainQueues.map((queue) => queuePolicy(queue, arns.queue(queue), [])),
  ];
}

/** Statements that say why one of their resources is a wildcard. */
export function explainedSids(names: Names): ReadonlySet<string> {
  const statements = allPolicies(names).flatMap((policy) => policy.statements);
  return new Set(statements.filter(({ because }) => because !== undefined).map(({ sid }) => sid));
}
