import { describe, expect, it } from '@jest/globals';
import { dev, prod, rehearsal } from '@reelyard/environments';
import { exceptionsOf } from './exceptions.ts';
import { findProblems, rulesFor } from './find-problems.ts';
import { type Attributes, toTree } from './rule.ts';

type Resources = Record<string, Record<string, Attributes>>;

const tlsOnly = JSON.stringify({
  Statement: [{ Effect: 'Deny', Action: 'x', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
});
const queue: Attributes = { sqs_managed_sse_enabled: true, policy: tlsOnly, redrive_policy: '{}' };
const bucketParts: Resources = {
  aws_s3_bucket: { films: {} },
  aws_s3_bucket_public_access_block: {
    films: {
      bucket: '${aws_s3_bucket.films.bucket}',
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    },
  },
  aws_s3_bucket_policy: { films: { bucket: '${aws_s3_bucket.films.bucket}', policy: tlsOnly } },
  aws_s3_bucket_server_side_encryption_configuration: { films: { bucket: '${aws_s3_bucket.films.bucket}' } },
};
const owned = { 'reelyard:environment': 'dev', 'reelyard:stack': 'x', 'reelyard:managed-by': 'terraform' };
const template: Attributes = {
  metadata_options: { http_tokens: 'required', http_put_response_hop_limit: 1 },
  block_device_mappings: [{ device_name: '/dev/xvda', ebs: { encrypted: 'true' } }],
  network_interfaces: [{ associate_public_ip_address: 'false' }],
  tag_specifications: ['instance', 'volume'].map((kind) => ({ resource_type: kind, tags: owned })),
};
const door: Attributes = { security_group_id: '${sg}', cidr_ipv4: '0.0.0.0/0', from_port: 443, to_port: 443 };
const balancer: Resources = { aws_lb: { lb: { security_groups: ['${sg}'] } } };
const toListener = (type: string): Attributes => ({ port: 80, protocol: 'HTTP', default_action: [{ type }] });
const toPolicy = (statement: object): Resources => ({
  aws_iam_role_policy: {
    p: { policy: JSON.stringify({ Statement: [{ Sid: 'One', Effect: 'Allow', ...statement }] }) },
  },
});

function problemsOf(resource: Resources, providers: Attributes[] = []): { rule: string; message: string }[] {
  return findProblems(toTree({ resource, provider: { aws: providers } }), {
    exceptions: [],
    explained: new Set(['Explained']),
  });
}

const broken: [string, string, RegExp, Resources][] = [
  [
    'a bucket without encryption',
    'encrypted-storage',
    /construct Bucket/,
    without('aws_s3_bucket_server_side_encryption_configuration'),
  ],
  ['a table without our key', 'encrypted-storage', /kmsKeyArn/, { aws_dynamodb_table: { t: {} } }],
  [
    'a plain queue',
    'encrypted-storage',
    /sqsManagedSseEnabled/,
    { aws_sqs_queue: { q: { ...queue, sqs_managed_sse_enabled: false } } },
  ],
  ['a plain topic', 'encrypted-storage', /kmsMasterKeyId/, { aws_sns_topic: { t: {} } }],
  ['images without our key', 'encrypted-storage', /encryptionConfiguration/, { aws_ecr_repository: { r: {} } }],
  [
    'a plain disk',
    'encrypted-storage',
    /encrypted on every disk/,
    { aws_launch_template: { t: { ...template, block_device_mappings: [{ ebs: {} }] } } },
  ],
  [
    'the plain disk of an image',
    'encrypted-storage',
    /encrypted on every disk/,
    { aws_launch_template: { t: { ...template, block_device_mappings: [] } } },
  ],
  ['a key that never rotates', 'encrypted-storage', /enableKeyRotation/, { aws_kms_key: { k: {} } }],
  [
    'the world on another port',
    'world-ingress',
    /name the address ranges/,
    { ...balancer, aws_vpc_security_group_ingress_rule: { r: { ...door, from_port: 22, to_port: 22 } } },
  ],
  [
    'the world at what is no load balancer',
    'world-ingress',
    /name the address ranges/,
    { aws_vpc_security_group_ingress_rule: { r: door } },
  ],
  [
    'the world on a range of ports',
    'world-ingress',
    /name the address ranges/,
    { ...balancer, aws_vpc_security_group_ingress_rule: { r: { ...door, from_port: 0 } } },
  ],
  [
    'the world on 80 that does not redirect',
    'world-ingress',
    /name the address ranges/,
    {
      ...balancer,
      aws_lb_listener: { l: toListener('forward') },
      aws_vpc_security_group_ingress_rule: { r: { ...door, from_port: 80, to_port: 80 } },
    },
  ],
  [
    'the world over IPv6',
    'world-ingress',
    /name the address ranges/,
    { aws_vpc_security_group_ingress_rule: { r: { cidr_ipv6: '::/0' } } },
  ],
  ['rules inside a group', 'world-ingress', /allowFrom/, { aws_security_group: { g: { ingress: [{}] } } }],
  [
    'a listener without TLS',
    'plain-http',
    /give the environment a domain/,
    { aws_lb_listener: { l: toListener('forward') } },
  ],
  [
    'old TLS',
    'tls-policy',
    /TLS13/,
    { aws_lb_listener: { l: { protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-2016-08' } } },
  ],
  ['a bucket for plain callers', 'tls-only', /construct Bucket/, without('aws_s3_bucket_policy')],
  [
    'a queue for plain callers',
    'tls-only',
    /construct Queue/,
    { aws_sqs_queue: { q: { ...queue, policy: '{"Statement":[]}' } } },
  ],
  [
    'IMDSv1',
    'instance-metadata',
    /httpTokens required/,
    { aws_launch_template: { t: { ...template, metadata_options: {} } } },
  ],
  [
    'two hops',
    'instance-metadata',
    /HopLimit 1/,
    {
      aws_launch_template: {
        t: { ...template, metadata_options: { http_tokens: 'required', http_put_response_hop_limit: 2 } },
      },
    },
  ],
  [
    'an instance with a public address',
    'no-public-address',
    /NAT/,
    { aws_launch_template: { t: { ...template, network_interfaces: [{}] } } },
  ],
  [
    'a task with a public address',
    'no-public-address',
    /NAT/,
    { aws_ecs_service: { s: { network_configuration: { assign_public_ip: true } } } },
  ],
  ['a wildcard action', 'wildcards', /spell out/, toPolicy({ Action: 's3:*', Resource: 'arn:one' })],
  [
    'everything but some actions',
    'wildcards',
    /spell out/,
    toPolicy({ NotAction: 's3:PutObject', Resource: 'arn:one' }),
  ],
  [
    'a wildcard resource without a because',
    'wildcards',
    /because/,
    toPolicy({ Action: ['s3:GetObject'], Resource: ['arn:one/*'] }),
  ],
  [
    'a grant to everybody',
    'wildcards',
    /name the principal/,
    toPolicy({ Sid: 'Explained', Principal: { AWS: '*' }, Action: 's3:GetObject', Resource: '*' }),
  ],
  ['a policy of AWS', 'wildcards', /others change/, { aws_iam_role_policy_attachment: { a: {} } }],
  ['logs for ever', 'log-retention', /retentionInDays/, { aws_cloudwatch_log_group: { g: { retention_in_days: 0 } } }],
  ['a bucket that may become public', 'private-buckets', /all four ways/, without('aws_s3_bucket_public_access_block')],
  [
    'a queue without a dead-letter queue',
    'dead-letters',
    /deadLetter/,
    { aws_sqs_queue: { q: { ...queue, redrive_policy: undefined } } },
  ],
  [
    'a container that is root',
    'containers',
    /readonlyRootFilesystem/,
    { aws_ecs_task_definition: { t: { container_definitions: '[{"user":"0:0","readonlyRootFilesystem":true}]' } } },
  ],
  [
    'a container with a disk to write to',
    'containers',
    /readonlyRootFilesystem/,
    { aws_ecs_task_definition: { t: { container_definitions: '[{"user":"1000"}]' } } },
  ],
  [
    'instances without tags',
    'tags',
    /tagSpecifications/,
    { aws_launch_template: { t: { ...template, tag_specifications: [] } } },
  ],
  ['a group without tags', 'tags', /tag blocks/, { aws_autoscaling_group: { g: {} } }],
];

function without(type: string): Resources {
  return Object.fromEntries(Object.entries(bucketParts).filter(([each]) => each !== type));
}

describe('guard rails', () => {
  it.each(broken)('refuse %s (%s) and say what mends it', (_, rule, fix, resources) => {
    expect(problemsOf(resources)).toContainEqual(
      expect.objectContaining({ rule, message: expect.stringMatching(fix) }),
    );
  });

  it('refuse a provider that tags nothing', () => {
    expect(problemsOf({}, [{ region: 'us-east-1' }])).toMatchObject([{ rule: 'tags', address: 'provider.aws' }]);
  });

  it('are broken by at least one test each', () => {
    const tested = new Set(broken.map(([, rule]) => rule));
    expect([...tested].sort()).toEqual(
      rulesFor(new Set())
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('let pass what is as it should be', () => {
    const fine: Resources = {
      ...bucketParts,
      ...balancer,
      aws_sqs_queue: {
        q: { ...queue, redrive_policy: '{"deadLetterTargetArn":"${aws_sqs_queue.dead.arn}"}' },
        dead: { ...queue, redrive_policy: undefined },
      },
      aws_launch_template: { t: template },
      aws_lb_listener: { l: toListener('redirect') },
      aws_vpc_security_group_ingress_rule: { tls: door, redirect: { ...door, from_port: 80, to_port: 80 } },
      aws_iam_role_policy: {
        p: {
          policy: JSON.stringify({ Statement: [{ Sid: 'Explained', Effect: 'Allow', Action: 'a:B', Resource: '*' }] }),
        },
      },
    };
    expect(problemsOf(fine, [{ default_tags: [{ tags: owned }] }])).toEqual([]);
  });
});

describe('exceptions of guard rails', () => {
  it('are one for development without a domain, none for production', () => {
    expect(exceptionsOf(dev)).toEqual([
      { rule: 'plain-http', address: 'aws_lb_listener.', because: expect.stringContaining('no domain') },
    ]);
    expect(exceptionsOf(prod)).toEqual([]);
  });

  it('each say why', () => {
    for (const { because } of [...exceptionsOf(dev), ...exceptionsOf(rehearsal)])
      expect(because).toMatch(/\w+ \w+ \w+/);
  });
});
