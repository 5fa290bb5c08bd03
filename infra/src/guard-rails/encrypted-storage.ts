/** Whatever holds data is encrypted at rest. */
import { type Attributes, blocks, ofType, type Problem, type Resource, type Rule, type Tree } from './rule.ts';

const checks: Readonly<Record<string, (resource: Resource, tree: Tree) => string | undefined>> = {
  aws_s3_bucket: (bucket, tree) =>
    hasEncryption(bucket, tree) ? undefined : 'is not encrypted — make it with the construct Bucket',
  aws_dynamodb_table: ({ attributes }) =>
    blocks(attributes['server_side_encryption']).some((block) => block['enabled'] === true)
      ? undefined
      : 'has no key of ours — set serverSideEncryption with kmsKeyArn',
  aws_sqs_queue: ({ attributes }) =>
    attributes['sqs_managed_sse_enabled'] === true || attributes['kms_master_key_id'] !== undefined
      ? undefined
      : 'is not encrypted — set sqsManagedSseEnabled',
  aws_sns_topic: ({ attributes }) =>
    attributes['kms_master_key_id'] === undefined ? 'is not encrypted — set kmsMasterKeyId' : undefined,
  aws_ecr_repository: ({ attributes }) =>
    blocks(attributes['encryption_configuration']).some((block) => block['encryption_type'] === 'KMS')
      ? undefined
      : 'has no key of ours — set encryptionConfiguration of type KMS',
  aws_launch_template: ({ attributes }) =>
    disks(attributes).every((disk) => String(disk['encrypted']) === 'true')
      ? undefined
      : 'starts instances with a plain disk — set encrypted on every disk',
  aws_kms_key: ({ attributes }) =>
    attributes['enable_key_rotation'] === true ? undefined : 'never rotates — set enableKeyRotation',
};

export const encryptedStorage: Rule = {
  name: 'encrypted-storage',
  check: (tree) =>
    tree.resources.flatMap((resource): Problem[] => {
      const message = checks[resource.type]?.(resource, tree);
      return message === undefined ? [] : [{ address: resource.address, message }];
    }),
};

function hasEncryption({ address }: Resource, tree: Tree): boolean {
  const configurations = ofType(tree, 'aws_s3_bucket_server_side_encryption_configuration');
  return configurations.some(({ attributes }) => String(attributes['bucket']).includes(`${address}.`));
}

/** No disk named is a plain disk of the image. */
function disks(attributes: Attributes): Attributes[] {
  const mapped = blocks(attributes['block_device_mappings']);
  return mapped.length === 0 ? [{}] : mapped.flatMap((mapping) => blocks(mapping['ebs']));
}
