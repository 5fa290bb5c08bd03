/**
 * Names and ARNs of everything in one environment, computed. Stacks refer to each other by these and not through each other's state,
 * so stacks without a common resource id apply in parallel. Bucket names are global, hence the account in them.
 */
import { LANES, type Lane } from '@reelyard/contracts';
import { type Environment } from '@reelyard/environments';

export type StackName =
  'network' | 'data' | 'queue' | 'job-service' | 'render-fleet' | 'scaler' | 'delivery' | 'observability';

/** A wave needs the ones before it to be applied; the stacks of one wave apply in parallel. */
export const stackWaves: readonly (readonly StackName[])[] = [
  // A task of the job server does not start before it finds the parameters that delivery makes.
  ['network', 'data', 'queue', 'delivery'],
  ['job-service', 'render-fleet', 'scaler'],
  // It looks the load balancer and the distribution up: their metrics are named after ids that AWS gives.
  ['observability'],
];

/** Folder of a stack below `cdktf.out/stacks`, and key of its state. */
export function stackId(stack: StackName, environment: string): string {
  return `${stack}-${environment}`;
}

export type Names = ReturnType<typeof namesOf>;

/** The part of an environment that names depend on. */
export type NamedEnvironment = Pick<Environment, 'name' | 'region' | 'pools' | 'ledger'>;

/** @param account the account id, or a reference to it that Terraform resolves */
export function namesOf(environment: NamedEnvironment, account: string) {
  const { name, region, pools } = environment;
  const prefix = `reelyard-${name}`;
  const table = environment.ledger?.table ?? `${prefix}-ledger`;
  const bucket = (use: string): string => `${prefix}-${use}-${account}`;
  return {
    prefix,
    environment: name,
    region,
    account,
    table,
    laneQueues: byLane((lane) => `${prefix}-${lane}`),
    eventsQueue: `${prefix}-events`,
    lifecycleQueue: `${prefix}-lifecycle`,
    deadQueue: `${prefix}-dead`,
    artifactBucket: bucket('artifacts'),
    engineBucket: bucket('engines'),
    /** Access logs of the load balancer, CloudFront and the other buckets. */
    accessLogBucket: bucket('access-logs'),
    keyAlias: `alias/${prefix}`,
    alertKeyAlias: `alias/${prefix}-alerts`,
    /** By what is asked of whoever hears: get up, or look within days. */
    topics: { page: `${prefix}-page`, ticket: `${prefix}-ticket` },
    repository: `${prefix}-job-server`,
    cluster: prefix,
    service: `${prefix}-job-server`,
    loadBalancer: prefix,
    targetGroup: `${prefix}-server`,
    webAcl: prefix,
    scaleFunction: `${prefix}-scale`,
    lifecycleFunction: `${prefix}-lifecycle`,
    canaryFunction: `${prefix}-canary`,
    schedule: `${prefix}-scale`,
    canarySchedule: `${prefix}-canary`,
    bootstrapDocument: `Reelyard-${name}-Bootstrap`,
    probeDocument: `Reelyard-${name}-Probe`,
    agentParameter: `/reelyard/${name}/agent`,
    engineParameter: `/reelyard/${name}/engine`,
    /** A SecureString that an operator makes: no secret is in a state of Terraform. */
    canaryKeyParameter: `/reelyard/${name}/canary-key`,
    pools: pools.map((pool) => pool.name),
    /** What the job server signs URLs of the CDN with. The private key is an operator's to put, as a SecureString. */
    deliveryParameters: {
      domain: `/reelyard/${name}/delivery/domain`,
      keyPairId: `/reelyard/${name}/delivery/key-pair-id`,
      privateKey: `/reelyard/${name}/delivery/private-key`,
    },
    poolGroups: pools.map((pool) => `${prefix}-${pool.name}`),
    poolGroup: (pool: string): string => `${prefix}-${pool}`,
    roles: rolesOf(prefix),
    rules: rulesOf(prefix),
    logGroups: logGroupsOf(name, prefix),
    /** The VPC and its subnets are found by these tags: their ids are AWS's to give. */
    tags: { vpc: prefix, privateTier: 'private', publicTier: 'public' },
    arns: arnsOf({ prefix, table }, region, account),
    queueUrl: (queue: string): string => `https://sqs.${region}.amazonaws.com/${account}/${queue}`,
  };
}

function rolesOf(prefix: string) {
  return {
    agent: `${prefix}-agent`,
    server: `${prefix}-job-server`,
    serverExecution: `${prefix}-job-server-execution`,
    scale: `${prefix}-scale`,
    lifecycle: `${prefix}-lifecycle`,
    canary: `${prefix}-canary`,
    schedule: `${prefix}-schedule`,
    canarySchedule: `${prefix}-canary-schedule`,
    flowLogs: `${prefix}-flow-logs`,
  };
}

function rulesOf(prefix: string) {
  return { lifecycle: `${prefix}-lifecycle-actions`, commands: `${prefix}-command-status`, spot: `${prefix}-spot` };
}

/** Each is made by the stack of what writes to it. */
function logGroupsOf(name: string, prefix: string) {
  return {
    server: `/reelyard/${name}/job-server`,
    /** Lambda's own choice of name, so that it is found where everybody looks. */
    scale: `/aws/lambda/${prefix}-scale`,
    lifecycle: `/aws/lambda/${prefix}-lifecycle`,
    canary: `/aws/lambda/${prefix}-canary`,
    agent: `/reelyard/${name}/render-agent`,
    flow: `/reelyard/${name}/vpc-flow`,
    /** WAF takes no other prefix. */
    waf: `aws-waf-logs-${prefix}`,
  };
}

function arnsOf({ prefix, table }: { prefix: string; table: string }, region: string, account: string) {
  const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;
  return {
    table: arn('dynamodb', `table/${table}`),
    queue: (queue: string): string => arn('sqs', queue),
    bucket: (bucket: string): string => `arn:aws:s3:::${bucket}`,
    role: (role: string): string => `arn:aws:iam::${account}:role/${role}`,
    rule: (rule: string): string => arn('events', `rule/${rule}`),
    function: (name: string): string => arn('lambda', `function:${name}`),
    logGroup: (group: string): string => arn('logs', `log-group:${group}`),
    document: (document: string): string => arn('ssm', `document/${document}`),
    parameter: (parameter: string): string => arn('ssm', `parameter${parameter}`),
    /** The middle part of a group's ARN is a random id. */
    group: (group: string): string => arn('autoscaling', `autoScalingGroup:*:autoScalingGroupName/${group}`),
    repository: arn('ecr', `repository/${prefix}-job-server`),
    topic: (topic: string): string => arn('sns', topic),
    schedule: arn('scheduler', `schedule/default/${prefix}-scale`),
  };
}

function byLane<T>(toValue: (lane: Lane) => T): Record<Lane, T> {
  return Object.fromEntries(LANES.map((lane) => [lane, toValue(lane)])) as Record<Lane, T>;
}
