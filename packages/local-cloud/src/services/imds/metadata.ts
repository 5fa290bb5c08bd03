/** What the metadata service of an instance knows, by path below `/latest/`. Pure, but for the instant it is given. */
import { createHash } from 'node:crypto';
import { type Instance } from '../../instances/instance.ts';

export interface MetadataContext {
  accountId: string;
  region: string;
  /** Wall clock in ms. */
  now: number;
}

/** How long handed-out credentials last; AWS gives about six hours. */
const CREDENTIALS_MS = 6 * 3_600_000;

/** The document at `path` (no leading slash), a listing when it ends in `/`, or undefined. */
export function findMetadata(instance: Instance, path: string, context: MetadataContext): string | undefined {
  const tree = metadataOf(instance, context);
  const exact = tree[path];
  if (exact !== undefined) return exact;
  const folder = path.endsWith('/') ? path : `${path}/`;
  const names = Object.keys(tree).flatMap((key) => {
    if (!key.startsWith(folder)) return [];
    const rest = key.slice(folder.length);
    const at = rest.indexOf('/');
    return [at < 0 ? rest : rest.slice(0, at + 1)];
  });
  return names.length === 0 ? undefined : [...new Set(names)].join('\n');
}

/** The access key of an instance's role: the same for its whole life, and no other instance's. */
export function accessKeyOf(instance: Pick<Instance, 'id' | 'role'>): string {
  const digest = createHash('sha256')
    .update(`${instance.id}/${instance.role ?? ''}`)
    .digest('hex')
    .toUpperCase();
  return `ASIA${digest.slice(0, 16)}`;
}

function metadataOf(instance: Instance, context: MetadataContext): Record<string, string> {
  const { region } = context;
  const hostname = `ip-${instance.privateIp.replaceAll('.', '-')}.${region}.compute.internal`;
  const tree: Record<string, string> = {
    'meta-data/ami-id': instance.imageId,
    'meta-data/hostname': hostname,
    'meta-data/instance-action': 'none',
    'meta-data/instance-id': instance.id,
    'meta-data/instance-life-cycle': instance.isSpot ? 'spot' : 'on-demand',
    'meta-data/instance-type': instance.type,
    'meta-data/local-hostname': hostname,
    'meta-data/local-ipv4': instance.privateIp,
    'meta-data/placement/availability-zone': instance.zone,
    'meta-data/placement/region': region,
    'meta-data/services/domain': 'amazonaws.com',
    'dynamic/instance-identity/document': identityOf(instance, context),
  };
  for (const [key, value] of Object.entries(instance.tags)) tree[`meta-data/tags/instance/${key}`] = value;
  if (instance.targetLifecycleState !== undefined)
    tree['meta-data/autoscaling/target-lifecycle-state'] = instance.targetLifecycleState;
  if (instance.role !== undefined) {
    const profile = { Code: 'Success', LastUpdated: second(context.now), InstanceProfileArn: instance.profileArn };
    tree['meta-data/iam/info'] = JSON.stringify({ ...profile, InstanceProfileId: `AIPA${instance.role}` });
    tree[`meta-data/iam/security-credentials/${instance.role}`] = credentialsOf(instance, context.now);
  }
  if (instance.notice) {
    const { action, at } = instance.notice;
    tree['meta-data/spot/instance-action'] = JSON.stringify({ action, time: second(at) });
    tree['meta-data/spot/termination-time'] = second(at);
  }
  if (instance.rebalanceAt !== undefined)
    tree['meta-data/events/recommendations/rebalance'] = JSON.stringify({ noticeTime: second(instance.rebalanceAt) });
  if (instance.userData !== '') tree['user-data'] = Buffer.from(instance.userData, 'base64').toString('utf8');
  return tree;
}

function identityOf(instance: Instance, context: MetadataContext): string {
  return JSON.stringify({
    accountId: context.accountId,
    architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
    availabilityZone: instance.zone,
    imageId: instance.imageId,
    instanceId: instance.id,
    instanceType: instance.type,
    pendingTime: second(instance.launchedAt),
    privateIp: instance.privateIp,
    region: context.region,
    version: '2017-09-30',
  });
}

function credentialsOf(instance: Instance, now: number): string {
  return JSON.stringify({
    Code: 'Success',
    LastUpdated: second(now),
    Type: 'AWS-HMAC',
    AccessKeyId: accessKeyOf(instance),
    SecretAccessKey: 'local',
    Token: `token-of-${instance.id}`,
    Expiration: second(now + CREDENTIALS_MS),
  });
}

/** RFC 3339 without fractions, as IMDS writes instants. */
function second(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
