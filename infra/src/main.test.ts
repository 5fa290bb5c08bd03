import { beforeAll, describe, expect, it } from '@jest/globals';
import { dev, prod, rehearsal } from '@reelyard/environments';
import { namesOf, stackWaves } from './names.ts';
import { resourcesOf, synthesized, type Synthesized } from './testing/synthesized.ts';

interface Statement {
  Effect: string;
  Action: string | string[];
}

/** Of every policy text anywhere in the stacks. */
function grantedActions(stacks: Synthesized): string[] {
  const texts: string[] = [];
  JSON.stringify([...stacks], (_, value: unknown) => {
    if (typeof value === 'string' && value.startsWith('{"Version":"2012-10-17"')) texts.push(value);
    return value;
  });
  const statements = texts.flatMap((text) => (JSON.parse(text) as { Statement: Statement[] }).Statement);
  return statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
}

const isOfCanary = (name: unknown): boolean => String(name).includes('-canary-');

describe.each([dev, prod, rehearsal])('the stacks of $name', (environment) => {
  const names = namesOf(environment, '123456789012');
  let stacks: Synthesized;
  beforeAll(() => {
    stacks = synthesized(environment);
  });

  it('are those of the waves, delivery where there is a signing key', () => {
    const wanted = stackWaves.flat().filter((stack) => stack !== 'delivery' || 'delivery' in environment);
    expect([...stacks.keys()].sort()).toEqual([...wanted].sort());
  });

  it('take both majors of the provider and keep a state each', () => {
    for (const [stack, { terraform }] of stacks) {
      expect(terraform.required_providers['aws']?.version).toBe('>= 5.100, < 7');
      const expected =
        environment.state.kind === 's3'
          ? { s3: { key: `${stack}-${environment.name}.tfstate`, use_lockfile: true, encrypt: true } }
          : { local: { path: 'terraform.tfstate' } };
      expect(terraform.backend).toMatchObject(expected);
    }
  });

  it('grant no wildcard action anywhere', () => {
    const actions = grantedActions(stacks);
    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('leave the size of groups to the scaler, and never scale in by themselves', () => {
    const groups = resourcesOf(stacks, 'aws_autoscaling_group');
    expect(groups).toHaveLength(environment.pools.length);
    for (const group of groups) {
      expect(group).toMatchObject({ protect_from_scale_in: true, suspended_processes: ['AZRebalance'] });
      expect(group['lifecycle']).toMatchObject({ ignore_changes: expect.arrayContaining(['desired_capacity']) });
      expect(group['desired_capacity']).toBeUndefined();
    }
  });

  it('hold an instance while it bootstraps and while it drains', () => {
    const hooks = resourcesOf(stacks, 'aws_autoscaling_lifecycle_hook');
    for (const [name, transition, onSilence] of [
      ['bootstrap', 'autoscaling:EC2_INSTANCE_LAUNCHING', 'ABANDON'],
      ['drain', 'autoscaling:EC2_INSTANCE_TERMINATING', 'CONTINUE'],
    ])
      expect(hooks.filter((hook) => hook['name'] === name)).toMatchObject(
        environment.pools.map(() => ({
          lifecycle_transition: transition,
          default_result: onSilence,
          heartbeat_timeout: 300,
        })),
      );
  });

  it('run two functions from one zip, and one writer of capacity', () => {
    const functions = resourcesOf(stacks, 'aws_lambda_function').filter((each) => each['handler'] !== 'index.canary');
    expect(functions.map((each) => each['handler'])).toEqual(['index.lifecycle', 'index.scale']);
    expect(new Set(functions.map((each) => each['filename'])).size).toBe(1);
    for (const each of functions)
      expect(each).toMatchObject({
        runtime: 'nodejs22.x',
        architectures: ['arm64'],
        logging_config: { log_format: 'JSON' },
      });
    expect(functions.map((each) => each['reserved_concurrent_executions'])).toEqual([undefined, 2]);
  });

  it('have a canary where their data say so: from a zip of its own, every quarter of an hour, with a word for each call', () => {
    const functions = resourcesOf(stacks, 'aws_lambda_function').filter((each) => each['handler'] === 'index.canary');
    const schedules = resourcesOf(stacks, 'aws_scheduler_schedule').filter((each) => each['name'] !== names.schedule);
    const alarms = resourcesOf(stacks, 'aws_cloudwatch_metric_alarm').filter((each) => isOfCanary(each['alarm_name']));
    if (!('canary' in environment)) {
      expect([functions, schedules, alarms]).toEqual([[], [], []]);
      return;
    }
    expect(functions).toMatchObject([
      {
        function_name: names.canaryFunction,
        filename: expect.stringContaining('canary.zip'),
        timeout: 600,
        environment: { variables: { API_URL: environment.canary.url } },
      },
    ]);
    expect(schedules).toMatchObject([
      {
        name: names.canarySchedule,
        schedule_expression: 'rate(15 minutes)',
        target: { input: '{"slot":"<aws.scheduler.scheduled-time>"}' },
      },
    ]);
    expect(alarms).toHaveLength(2);
  });

  it('undo a deployment of the job server that fails', () => {
    expect(resourcesOf(stacks, 'aws_ecs_service')).toMatchObject([
      { desired_count: environment.server.minTasks, deployment_circuit_breaker: { enable: true, rollback: true } },
    ]);
    expect(environment.server.minTasks).toBeGreaterThanOrEqual(2);
  });

  it('do not name this machine', () => {
    expect(JSON.stringify([...stacks])).not.toContain('"/bundles');
  });
});

describe('production', () => {
  const stacks = synthesized(prod);

  it('takes spot instances of many types where they are cheap and plenty', () => {
    const spot = resourcesOf(stacks, 'aws_autoscaling_group').find((group) => group['mixed_instances_policy']);
    const policy = JSON.stringify(spot?.['mixed_instances_policy']);
    expect(policy).toContain('"spot_allocation_strategy":"price-capacity-optimized"');
    expect(policy.match(/"instance_type"/g)?.length).toBeGreaterThanOrEqual(6);
  });

  it('keeps stopped instances ready', () => {
    const groups = resourcesOf(stacks, 'aws_autoscaling_group').filter((group) => group['warm_pool']);
    expect(groups).toMatchObject([
      {
        warm_pool: {
          pool_state: 'Stopped',
          min_size: 2,
          max_group_prepared_capacity: 6,
          instance_reuse_policy: { reuse_on_scale_in: true },
        },
      },
    ]);
  });

  it('has a NAT in every zone, and refuses to lose data', () => {
    expect(resourcesOf(stacks, 'aws_nat_gateway')).toHaveLength(prod.network.zones.length);
    expect(resourcesOf(stacks, 'aws_dynamodb_table')).toMatchObject([
      { deletion_protection_enabled: true, point_in_time_recovery: { enabled: true } },
    ]);
    for (const bucket of resourcesOf(stacks, 'aws_s3_bucket')) expect(bucket['force_destroy']).toBe(false);
    expect(resourcesOf(stacks, 'aws_lb')).toMatchObject([{ enable_deletion_protection: true }]);
  });

  it('serves artifacts by signed URLs alone', () => {
    expect(resourcesOf(stacks, 'aws_cloudfront_distribution')).toMatchObject([
      {
        default_cache_behavior: {
          viewer_protocol_policy: 'redirect-to-https',
          trusted_key_groups: [expect.stringContaining('aws_cloudfront_key_group')],
        },
        viewer_certificate: { minimum_protocol_version: 'TLSv1.2_2021' },
      },
    ]);
  });

  it('leaves nothing out', () => {
    expect(prod.omissions).toEqual([]);
    expect(dev.omissions).toEqual([]);
  });
});
