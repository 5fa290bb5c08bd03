/** EventBridge may put fleet events into the lifecycle queue: our three rules, nobody else's. */
import { type Names } from '../names.ts';
import { type Statement } from './statement.ts';

export function fleetEventStatement({ arns, lifecycleQueue, rules }: Names): Statement {
  return {
    sid: 'FleetEvents',
    principals: { Service: 'events.amazonaws.com' },
    actions: ['sqs:SendMessage'],
    resources: [arns.queue(lifecycleQueue)],
    conditions: { ArnEquals: { 'aws:SourceArn': Object.values(rules).map((rule) => arns.rule(rule)) } },
  };
}
