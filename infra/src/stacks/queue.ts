/** Doorbells: one queue per lane, events for webhooks, fleet events for the scaler, and where undeliverable ones go. */
import { type Construct } from 'constructs';
import { Queue } from '../constructs/queue.ts';
import { fleetEventStatement } from '../policies/fleet-events.ts';
import { FarmStack, type FarmStackProps } from './farm-stack.ts';

/** A doorbell that agents return is received often; the sweeper rings again for what the dead-letter queue takes. */
const laneReceives = 1_000;
const lifecycleReceives = 10;
/** As long as an agent holds a doorbell before it extends. */
const laneVisibilitySeconds = 60;
/** Lambda's advice: six times the function's timeout of 90 s. */
const lifecycleVisibilitySeconds = 540;

export class QueueStack extends FarmStack {
  constructor(scope: Construct, props: FarmStackProps) {
    super(scope, 'queue', props);
    const { names, environment } = this;
    const arnOf = names.arns.queue;
    const common = {
      retentionDays: environment.retention.queueDays,
      hasRedriveAllow: this.has('redrive-allow'),
    };
    const bells = { ...names.laneQueues, events: names.eventsQueue };
    const sources = [...Object.values(bells), names.lifecycleQueue].map(arnOf);
    const dead = new Queue(this, 'dead', {
      name: names.deadQueue,
      arn: arnOf(names.deadQueue),
      ...common,
      visibilitySeconds: laneVisibilitySeconds,
      deadLetter: { isOneFor: sources },
    });
    for (const [id, name] of Object.entries(bells))
      new Queue(this, id, {
        name,
        arn: arnOf(name),
        ...common,
        visibilitySeconds: laneVisibilitySeconds,
        deadLetter: { arn: dead.arn, afterReceives: laneReceives },
      });
    new Queue(this, 'lifecycle', {
      name: names.lifecycleQueue,
      arn: arnOf(names.lifecycleQueue),
      ...common,
      visibilitySeconds: lifecycleVisibilitySeconds,
      deadLetter: { arn: dead.arn, afterReceives: lifecycleReceives },
      grants: [fleetEventStatement(names)],
    });
  }
}
