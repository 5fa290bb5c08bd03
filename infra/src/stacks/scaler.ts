/**
 * Two functions from one zip: `scale` each minute, `lifecycle` on fleet events. The SSM documents are here because `scale` and `lifecycle`
 * pin their version and hash: both change in one apply.
 */
import { type Construct } from 'constructs';
import { EventToQueue } from '../constructs/event-to-queue.ts';
import { MinuteSchedule } from '../constructs/minute-schedule.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { RunDocument } from '../constructs/run-document.ts';
import { ZipFunction } from '../constructs/zip-function.ts';
import { bootstrapDocument, probeDocument } from '../documents.ts';
import { fleetEvents } from '../fleet-events.ts';
import { lifecyclePolicy } from '../policies/lifecycle.ts';
import { scalePolicy } from '../policies/scale.ts';
import { scalerVariables } from '../service-environment.ts';
import { FarmStack, type FarmStackProps } from './farm-stack.ts';

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
      reservedConcurrency: 1,
    });
    const lifecycle = new ZipFunction(this, 'lifecycle', {
      ...common,
      name: names.lifecycleFunction,
      description: 'Bootstraps and drains instances',
      handler: 'index.lifecycle',
      policy: lifecyclePolicy(names),
    });
    new MinuteSchedule(this, 'tick', { names, functionArn: scale.arn });
    const queueArn = names.arns.queue(names.lifecycleQueue);
    for (const { id, ...event } of fleetEvents(names)) new EventToQueue(this, id, { ...event, queueArn });
    new QueueWorker(this, 'worker', { functionName: lifecycle.name, queueArn });
  }
}
