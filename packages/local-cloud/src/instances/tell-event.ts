/** The events that EC2 publishes of an instance. Shapes: EC2 event reference. */
import { type Host } from '../service.ts';
import { type Instance } from './instance.ts';

export function tellEvent(host: Host, detailType: string, instance: Instance, detail: Record<string, unknown>): void {
  const { accountId, region } = host;
  host.emit({
    source: 'aws.ec2',
    'detail-type': detailType,
    detail: { 'instance-id': instance.id, ...detail },
    resources: [`arn:aws:ec2:${region}:${accountId}:instance/${instance.id}`],
  });
}
