/** The farm's key: its own account manages it, its own principals use it, and only through DynamoDB and S3. */
import { type Names } from '../names.ts';
import { type Policy } from './statement.ts';

export const keyItself = 'in a key policy `*` is the key that it belongs to';

/** What Terraform and an operator need to make, change and delete the key; none of it decrypts. */
export const administration = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListAliases',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
] as const;

const use = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

export function keyPolicy(names: Names): Policy {
  const { region, account, arns, roles } = names;
  const through = [`dynamodb.${region}.amazonaws.com`, `s3.${region}.amazonaws.com`];
  const root = { AWS: `arn:aws:iam::${account}:root` };
  const principals = [roles.agent, roles.server, roles.scale, roles.lifecycle].map((role) => arns.role(role));
  return {
    of: names.keyAlias,
    statements: [
      { sid: 'Administration', principals: root, actions: administration, resources: ['*'], because: keyItself },
      {
        // DynamoDB makes its grant on behalf of whoever creates the table; operators upload and read packages.
        sid: 'UseByOperators',
        principals: root,
        actions: [...use, 'kms:CreateGrant', 'kms:RetireGrant', 'kms:RevokeGrant'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'kms:ViaService': [...through, `ecr.${region}.amazonaws.com`], 'kms:CallerAccount': account },
        },
        because: keyItself,
      },
      {
        // By condition, not by principal: roles of other stacks need not exist yet.
        sid: 'UseByFarm',
        principals: { AWS: '*' },
        actions: use,
        resources: ['*'],
        conditions: {
          StringEquals: { 'kms:ViaService': through, 'kms:CallerAccount': account },
          ArnEquals: { 'aws:PrincipalArn': principals },
        },
        because: keyItself,
      },
      {
        sid: 'ReadByCloudFront',
        principals: { Service: 'cloudfront.amazonaws.com' },
        actions: ['kms:Decrypt'],
        resources: ['*'],
        conditions: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudfront::${account}:distribution/*` } },
        because: keyItself,
      },
    ],
  };
}
