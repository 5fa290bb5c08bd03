/** Names of everything of an environment that an emulated AWS lists, kind by kind: taken before and after the end. */
import { callEmulated, type SignedCall } from './signed-call.ts';

const ec2 = (action: string, more: Record<string, string> = {}): SignedCall => ({
  service: 'ec2',
  query: { Action: action, Version: '2016-11-15', ...more },
});
const query = (service: string, version: string, action: string): SignedCall => ({
  service,
  query: { Action: action, Version: version },
});
const json = (service: string, target: string, body: unknown = {}): SignedCall => ({ service, target, body });

/** What each kind is listed by. */
const listingsOf = (environment: string): Readonly<Record<string, SignedCall>> => ({
  table: json('dynamodb', 'DynamoDB_20120810.ListTables'),
  queue: json('sqs', 'AmazonSQS.ListQueues'),
  bucket: { service: 's3' },
  function: { service: 'lambda', path: '/2015-03-31/functions/' },
  group: query('autoscaling', '2011-01-01', 'DescribeAutoScalingGroups'),
  'launch template': ec2('DescribeLaunchTemplates'),
  vpc: ec2('DescribeVpcs'),
  subnet: ec2('DescribeSubnets'),
  'security group': ec2('DescribeSecurityGroups'),
  'vpc endpoint': ec2('DescribeVpcEndpoints', {
    'Filter.1.Name': 'vpc-endpoint-state',
    'Filter.1.Value.1': 'available',
  }),
  'nat gateway': ec2('DescribeNatGateways', { 'Filter.1.Name': 'state', 'Filter.1.Value.1': 'available' }),
  document: json('ssm', 'AmazonSSM.ListDocuments', { Filters: [{ Key: 'Owner', Values: ['Self'] }] }),
  parameter: json('ssm', 'AmazonSSM.DescribeParameters'),
  rule: json('events', 'AWSEvents.ListRules'),
  schedule: { service: 'scheduler', path: '/schedules' },
  'log group': json('logs', 'Logs_20140328.DescribeLogGroups'),
  role: query('iam', '2010-05-08', 'ListRoles'),
  'instance profile': query('iam', '2010-05-08', 'ListInstanceProfiles'),
  cluster: json('ecs', 'AmazonEC2ContainerServiceV20141113.DescribeClusters', {
    clusters: [`reelyard-${environment}`],
  }),
  'task definition': json('ecs', 'AmazonEC2ContainerServiceV20141113.ListTaskDefinitions', { status: 'ACTIVE' }),
  'image repository': json('ecr', 'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories'),
  'load balancer': query('elasticloadbalancing', '2015-12-01', 'DescribeLoadBalancers'),
  'target group': query('elasticloadbalancing', '2015-12-01', 'DescribeTargetGroups'),
  'web acl': json('wafv2', 'AWSWAF_20190729.ListWebACLs', { Scope: 'REGIONAL' }),
  'key alias': json('kms', 'TrentService.ListAliases'),
  distribution: { service: 'cloudfront', path: '/2020-05-31/distribution' },
  topic: query('sns', '2010-03-31', 'ListTopics'),
  alarm: query('monitoring', '2010-08-01', 'DescribeAlarms'),
  dashboard: query('monitoring', '2010-08-01', 'ListDashboards'),
});

/** Kind by kind, sorted; a kind without any is not in it. */
export async function takeInventory(
  endpoint: string,
  region: string,
  environment: string,
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [kind, call] of Object.entries(listingsOf(environment))) {
    const text = await callEmulated(endpoint, region, call);
    const names = namesIn(kind === 'cluster' ? withoutInactive(text) : text, environment);
    if (names.length > 0) found[kind] = names;
  }
  return found;
}

export function countKinds(inventory: Readonly<Record<string, readonly string[]>>): Record<string, number> {
  return Object.fromEntries(Object.entries(inventory).map(([kind, names]) => [kind, names.length]));
}

/** ECS still tells of a cluster for a while after it was deleted. */
export function withoutInactive(text: string): string {
  const { clusters = [] } = JSON.parse(text) as { clusters?: { status: string }[] };
  return JSON.stringify(clusters.filter(({ status }) => status !== 'INACTIVE'));
}

/** Names of the environment in the text of a reply, pure: whatever the format, a name of ours is ours. */
export function namesIn(text: string, environment: string): string[] {
  const starts = [`reelyard-${environment}`, `/reelyard/${environment}`, `/aws/lambda/reelyard-${environment}`];
  const pattern = new RegExp(`(?:${starts.join('|')})[A-Za-z0-9/_.-]*`, 'gi');
  return [...new Set(text.match(pattern) ?? [])].sort();
}
