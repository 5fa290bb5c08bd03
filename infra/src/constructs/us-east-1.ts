/** CloudFront takes certificates of one region only. */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { type Construct } from 'constructs';

export function usEast1(scope: Construct, tags: Readonly<Record<string, string>>): AwsProvider {
  return new AwsProvider(scope, 'us-east-1', {
    alias: 'us-east-1',
    region: 'us-east-1',
    defaultTags: [{ tags: { ...tags } }],
  });
}
