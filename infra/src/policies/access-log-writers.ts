/** Who writes access logs: the load balancer and S3, for resources of our account. */
import { type Names } from '../names.ts';
import { type Statement } from './statement.ts';

export function accessLogWriters(names: Names): readonly Statement[] {
  const { account, arns, accessLogBucket } = names;
  const bucket = arns.bucket(accessLogBucket);
  return [
    {
      sid: 'LoadBalancerLogs',
      principals: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      actions: ['s3:PutObject'],
      resources: [`${bucket}/load-balancer/AWSLogs/${account}/*`],
      because: 'the service names each object by date and node',
    },
    bucketLogs('artifacts', names.artifactBucket, names),
    bucketLogs('engines', names.engineBucket, names),
  ];
}

/** The prefix of the log of one bucket. */
export function bucketLogPrefix(use: string): string {
  return `s3/${use}/`;
}

function bucketLogs(use: string, source: string, { account, arns, accessLogBucket }: Names): Statement {
  return {
    sid: `LogsOf${use}`,
    principals: { Service: 'logging.s3.amazonaws.com' },
    actions: ['s3:PutObject'],
    resources: [`${arns.bucket(accessLogBucket)}/${bucketLogPrefix(use)}*`],
    conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnEquals: { 'aws:SourceArn': arns.bucket(source) } },
    because: 'the service names each object by date and a random part',
  };
}
