/**
 * Two functions from one zip: `scale` each minute, `lifecycle` on fleet events. Beside them, from a zip of its own, the `canary` of an environment that
 * has one: it judges the others, so it must not change when they do. The SSM documents are here because `scale` and `lifecycle`
 * pin their version and hash: both change in one apply.
 */
import { type Canary } from '@reelyard/environments';
import { type Construct } from 'constructs';
import { EventToQueue } from '../constructs/event-to-queue.ts';
import { FunctionSchedule } from '../constructs/function-schedule.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { RunDocument } from '../constructs/run-document.ts';
import { ZipFunction } from '../constructs/zip-function.ts';
import { bootstrapDocument, probeDocument } from '../documents.ts';
import { fleetEvents } from '../fleet-events.ts';
import { canaryPolicy } from '../policies/canary.ts';
import { lifecyclePolicy } from '../policies/lifecycle.ts';
import { scalePolicy } from '../policies/scale.ts';
import { canarySchedulePolicy, schedulePolicy } from '../policies/schedule.ts';
import { canaryVariables, scalerVariables } from '../service-environment.ts';
import { canaryMinutes } from '../observability/canary-alarms.ts';
import { FarmStack, type FarmStackProps } from './farm-stack.ts';

/** All of a run: it gives up its job after nine minutes. */
const canaryTimeoutSeconds = 600;

export class ScalerStack extends FarmStack {
  constructor(scope: Construct, props: FarmStackProps) {
    super(scope, 'scaler', props);
    const { names, environment } = this;
    const bootstrap = new RunDocument(this, 'bootstrap', {
      name: names.bootstrapDocument,
      content: bootstrapDocument(),
    });
    new RunDocument(this, 'probe', { name: names.probeDocument, content: probeDocument() });
    const { scaler } = props.artifacts;
    const common = {
      names,
      zip: { path: this.pathOf(scaler), sha256: scaler.sha256 },
      variables: scalerVariables(environment, names, bootstrap),
      logDays: environment.retention.logDays,
    };
    const scale = new ZipFunction(this, 'scale', {
      ...common,
      name: names.scaleFunction,
      description: 'Decides capacity',
      handler: 'index.scale',
      policy: scalePolicy(names),
      // One writer of capacity.
      // One ticks, one waits for its turn: the ledger's lease keeps them apart.
      reservedConcurrency: 2,
    });
    const lifecycle = new ZipFunction(this, 'lifecycle', {
      ...common,
      name: names.lifecycleFunction,
      description: 'Bootstraps and drains instances',
      handler: 'index.lifecycle',
      policy: lifecyclePolicy(names),
    });
    new FunctionSchedule(this, 'tick', {
      names,
      name: names.schedule,
      description: 'The tick of the scaler',
      policy: schedulePolicy(names),
      functionArn: scale.arn,
      expression: 'rate(1 minute)',
    });
    const queueArn = names.arns.queue(names.lifecycleQueue);
    for (const { id, ...event } of fleetEvents(names)) new EventToQueue(this, id, { ...event, queueArn });
    new QueueWorker(this, 'worker', { functionName: lifecycle.name, queueArn });
    if (environment.canary) this.#addCanary(props, environment.canary);
  }

  #addCanary({ artifacts: { canary: zip } }: FarmStackProps, canary: Canary): void {
    const { names, environment } = this;
    const built = new ZipFunction(this, 'canary', {
      names,
      name: names.canaryFunction,
      description: 'Asks the farm for a video, as a client does',
      handler: 'index.canary',
      zip: { path: this.pathOf(zip), sha256: zip.sha256 },
      policy: canaryPolicy(names),
      variables: canaryVariables(environment, names, canary),
      logDays: environment.retention.logDays,
      timeoutSeconds: canaryTimeoutSeconds,
    });
    new FunctionSchedule(this, 'song', {
      names,
      name: names.canarySchedule,
      description: 'The canary sings',
      policy: canarySchedulePolicy(names),
      functionArn: built.arn,
      expression: `rate(${canaryMinutes} minutes)`,
      // Of the call, not of its delivery: a call that is delivered twice is one job.
      input: { slot: '<aws.scheduler.scheduled-time>' },
    });
  }
}
