/** CloudFront reads artifacts, and nothing else of the bucket; viewers reach it by signed URLs alone. */
import { type Names } from '../names.ts';
import { type Statement } from './statement.ts';

export function artifactReaders({ account, arns, artifactBucket }: Names): readonly Statement[] {
  return [
    {
      sid: 'ReadByCloudFront',
      principals: { Service: 'cloudfront.amazonaws.com' },
      actions: ['s3:GetObject'],
      resources: [`${arns.bucket(artifactBucket)}/artifacts/*`],
      conditions: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudfront::${account}:distribution/*` } },
      because:
        'every artifact; the distribution of another stack has an id that AWS gives, so our account is the limit',
    },
  ];
}
