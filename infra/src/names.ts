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
  ['network', 'data', 'queue'],
  ['job-service', 'render-fleet', 'scaler', 'delivery', 'observability'],
];

/** Folder of a stack below `cdktf.out/stacks`, and key of its state. */
export function stackId(stack: StackName, environment: string): string {
  return `${stack}-${environment}`;
}

export type Names = ReturnType<typeof namesOf>;

/** @param account the account id, or a reference to it that Terraform resolves */
export function namesOf({ name, region, pools }: Pick<Environment, 'name' | 'region' | 'pools'>, account: string) {
  const prefix = `reelyard-${name}`;
  const bucket = (use: string): string => `${prefix}-${use}-${account}`;
  const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;
  return {
    prefix,
    environment: name,
    region,
    account,
    table: `${prefix}-ledger`,
    laneQueues: byLane((lane) => `${prefix}-${lane}`),
    eventsQueue: `${prefix}-events`,
    lifecycleQueue: `${prefix}-lifecycle`,
    deadQueue: `${prefix}-dead`,
    artifactBucket: bucket('artifacts'),
    engineBucket: bucket('engines'),
    /** Access logs of the load balancer, CloudFront and the other buckets. */
    accessLogBucket: bucket('access-logs'),
    keyAlias: `alias/${prefix}`,
    repository: `${prefix}-job-server`,
    cluster: prefix,
    service: `${prefix}-job-server`,
    loadBalancer: prefix,
    targetGroup: `${prefix}-server`,
    webAcl: prefix,
    scaleFunction: `${prefix}-scale`,
    lifecycleFunction: `${prefix}-lifecycle`,
    schedule: `${prefix}-scale`,
    bootstrapDocument: `Reelyard-${name}-Bootstrap`,
    probeDocument: `Reelyard-${name}-Probe`,
    agentParameter: `/reelyard/${name}/agent`,
    engineParameter: `/reelyard/${name}/engine`,
    poolGroups: pools.map((pool) => `${prefix}-${pool.name}`),
    poolGroup: (pool: string): string => `${prefix}-${pool}`,
    roles: {
      agent: `${prefix}-agent`,
      server: `${prefix}-job-server`,
      serverExecution: `${prefix}-job-server-execution`,
      scale: `${prefix}-scale`,
      lifecycle: `${prefix}-lifecycle`,
      schedule: `${prefix}-schedule`,
      flowLogs: `${prefix}-flow-logs`,
    },
    rules: {
      lifecycle: `${prefix}-lifecycle-actions`,
      commands: `${prefix}-command-status`,
      spot: `${prefix}-spot`,
    },
    logGroups: {
      server: `/reelyard/${name}/job-server`,
      scale: `/aws/lambda/${prefix}-scale`,
      lifecycle: `/aws/lambda/${prefix}-lifecycle`,
      agent: `/reelyard/${name}/render-agent`,
      flow: `/reelyard/${name}/vpc-flow`,
      /** WAF takes no other prefix. */
      waf: `aws-waf-logs-${prefix}`,
    },
    /** The VPC and its subnets are found by these tags: their ids are AWS's to give. */
    tags: { vpc: prefix, privateTier: 'private', publicTier: 'public' },
    arns: {
      table: arn('dynamodb', `table/${prefix}-ledger`),
      queue: (queue: string): string => arn('sqs', queue),
      bucket: (name: string): string => `arn:aws:s3:::${name}`,
      role: (role: string): string => `arn:aws:iam::${account}:role/${role}`,
      rule: (rule: string): string => arn('events', `rule/${rule}`),
      function: (fn: string): string => arn('lambda', `function:${fn}`),
      logGroup: (group: string): string => arn('logs', `log-group:${group}`),
      document: (document: string): string => arn('ssm', `document/${document}`),
      parameter: (parameter: string): string => arn('ssm', `parameter${parameter}`),
      repository: arn('ecr', `repository/${prefix}-job-server`),
      schedule: arn('scheduler', `schedule/default/${prefix}-scale`),
    },
    queueUrl: (queue: string): string => `https://sqs.${region}.amazonaws.com/${account}/${queue}`,
  };
}

function byLane<T>(toValue: (lane: Lane) => T): Record<Lane, T> {
  return Object.fromEntries(LANES.map((lane) => [lane, toValue(lane)])) as Record<Lane, T>;
}
