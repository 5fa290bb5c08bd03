/** Who writes access logs: the load balancer and S3, for resources of our account. */
import { type Names } from '../names.ts';
import { type Statement } from './statement.ts';

export function accessLogWriters({ account, arns, accessLogBucket }: Names): readonly Statement[] {
  const bucket = arns.bucket(accessLogBucket);
  const ours = { StringEquals: { 'aws:SourceAccount': account } };
  return [
    {
      sid: 'LoadBalancerLogs',
      principals: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      actions: ['s3:PutObject'],
      resources: [`${bucket}/load-balancer/AWSLogs/${account}/*`],
      because: 'the service names each object by date and node',
    },
    {
      sid: 'BucketLogs',
      principals: { Service: 'logging.s3.amazonaws.com' },
      actions: ['s3:PutObject'],
      resources: [`${bucket}/s3/*`],
      conditions: ours,
      because: 'the service names each object by date and a random part',
    },
  ];
}
