/** Buckets are blocked from the public in all four ways. */
import { ofType, type Resource, type Rule, type Tree } from './rule.ts';

const ways = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

export const privateBuckets: Rule = {
  name: 'private-buckets',
  check: (tree) =>
    ofType(tree, 'aws_s3_bucket')
      .filter((bucket) => !isBlocked(bucket, tree))
      .map(({ address }) => ({
        address,
        message: 'could become public — make it with the construct Bucket, which blocks all four ways',
      })),
};

function isBlocked({ address }: Resource, tree: Tree): boolean {
  return ofType(tree, 'aws_s3_bucket_public_access_block').some(
    ({ attributes }) =>
      String(attributes['bucket']).includes(`${address}.`) && ways.every((way) => attributes[way] === true),
  );
}
