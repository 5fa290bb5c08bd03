import { DescribeAutoScalingGroupsCommand, DescribeLifecycleHooksCommand } from '@aws-sdk/client-auto-scaling';
import { DescribeLaunchTemplateVersionsCommand } from '@aws-sdk/client-ec2';
import { ListTargetsByRuleCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { DescribeDocumentCommand, GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rehearsal } from '@reelyard/environments';
import { namesOf } from '@reelyard/infra';
import { type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { zipSync } from 'fflate';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clients, createClients, destroyClients } from '../../packages/cli/src/farm/provision/context.ts';
import { provisionFleet } from '../../packages/cli/src/farm/provision/fleet.ts';
import { provisionFunctions } from '../../packages/cli/src/farm/provision/functions.ts';
import { provisionQueues } from '../../packages/cli/src/farm/provision/queues.ts';
import { type BetweenClouds } from '../../packages/cli/src/rehearse/between-clouds.ts';
import { seedEvents } from '../../packages/cli/src/rehearse/seed-events.ts';
import { seedFleet } from '../../packages/cli/src/rehearse/seed-fleet.ts';
import { seedFunctions } from '../../packages/cli/src/rehearse/seed-functions.ts';
import { seedSsm } from '../../packages/cli/src/rehearse/seed-ssm.ts';
import { callEmulated } from '../../packages/cli/src/rehearse/signed-call.ts';
import { motoIsWanted, type MotoServer, startMoto } from '../conformance/moto-server.ts';

const account = '123456789012';
const { region } = rehearsal;
const names = namesOf(rehearsal, account);
const zip = Buffer.from(zipSync({ 'index.mjs': [Buffer.from('export const scale = () => 1;'), {}] }));
const group = names.poolGroup('spot');

/** moto looks whether Lambda may assume the role of a function. */
async function createRole(endpoint: string, role: string): Promise<void> {
  const statement = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const query = { Action: 'CreateRole', Version: '2010-05-08', RoleName: role, AssumeRolePolicyDocument };
  await callEmulated(endpoint, region, { service: 'iam', query });
}

function seeding(): void {
  let dir: string;
  let moto: MotoServer;
  let cloud: LocalCloud;
  let [from, to]: Clients[] = [];
  let clouds: BetweenClouds;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'rehearsal-seed-'));
    [moto, cloud] = await Promise.all([startMoto(), startLocalCloud({ dir, accountId: account })]);
    [from, to] = [createClients(moto.endpoint, region), createClients(cloud.endpoint, region)];
    clouds = {
      from,
      to,
      prefix: names.prefix,
      documentPrefix: 'Reelyard-rehearsal-',
      parameterPath: '/reelyard/rehearsal/',
    };
    const context = { names, clients: from, region, accountId: account };
    await provisionQueues(context);
    await provisionFleet(context, rehearsal.pools);
    for (const name of [names.scaleFunction, names.lifecycleFunction]) await createRole(moto.endpoint, name);
    await provisionFunctions(context, zip, { LEDGER_TABLE: names.table });
    const Rule = names.rules.lifecycle;
    await from.events.send(new PutRuleCommand({ Name: Rule, EventPattern: '{"source":["aws.autoscaling"]}' }));
    const target = { Id: 'lifecycle', Arn: names.arns.queue(names.lifecycleQueue) };
    await from.events.send(new PutTargetsCommand({ Rule, Targets: [target] }));
    await from.ssm.send(new PutParameterCommand({ Name: names.agentParameter, Type: 'String', Value: '{"a":1}' }));
    await seedSsm(clouds);
    await seedFleet(clouds);
    await seedFunctions(clouds, [Buffer.from('of another function'), zip], { AWS_ENDPOINT_URL_SQS: moto.endpoint });
    await seedEvents(clouds);
  });
  afterAll(async () => {
    for (const clients of [from, to]) if (clients) destroyClients(clients);
    await cloud.close();
    await moto.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  /** The same question to both, in the order deployed, running. */
  const both = <T>(ask: (clients: Clients) => Promise<T>): Promise<T[]> =>
    Promise.all([ask(clouds.from), ask(clouds.to)]);

  it('makes groups of the same size, with their hooks and the same machines', async () => {
    const [deployed, running] = await both(async ({ autoScaling, ec2 }) => {
      const asked = await autoScaling.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [group] }));
      const hooks = await autoScaling.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName: group }));
      const versions = await ec2.send(
        new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: group, Versions: ['$Latest'] }),
      );
      const { MinSize, MaxSize, NewInstancesProtectedFromScaleIn, Tags = [] } = asked.AutoScalingGroups?.[0] ?? {};
      const data = versions.LaunchTemplateVersions?.[0]?.LaunchTemplateData;
      return {
        sizes: [MinSize, MaxSize, NewInstancesProtectedFromScaleIn],
        pool: Tags.find(({ Key }) => Key === 'reelyard:pool')?.Value,
        hooks: (hooks.LifecycleHooks ?? [])
          .map((hook) => [hook.LifecycleHookName, hook.LifecycleTransition, hook.HeartbeatTimeout, hook.DefaultResult])
          .sort(),
        machine: [
          data?.UserData,
          data?.InstanceType,
          data?.MetadataOptions?.HttpTokens,
          data?.IamInstanceProfile?.Name,
        ],
      };
    });
    expect(running).toEqual(deployed);
    expect(running?.hooks).toHaveLength(2);
  });

  it('runs functions with their code, their own environment and what was added', async () => {
    const [deployed, running] = await both(async ({ lambda }) => {
      const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: names.scaleFunction }));
      const { CodeSha256, Role, Handler, Timeout, Environment } = Configuration ?? {};
      return { code: [CodeSha256, Role, Handler, Timeout], variables: Environment?.Variables };
    });
    expect(running?.code).toEqual(deployed?.code);
    expect(running?.variables).toEqual({ ...deployed?.variables, AWS_ENDPOINT_URL_SQS: moto.endpoint });
  });

  it('refuses code that was not deployed', async () => {
    await expect(seedFunctions(clouds, [Buffer.from('another')], {})).rejects.toThrow('was deployed with code');
  });

  it('has the documents by hash and the parameters by value', async () => {
    const [deployed, running] = await both(async ({ ssm }) => {
      const { Document } = await ssm.send(new DescribeDocumentCommand({ Name: names.bootstrapDocument }));
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: names.agentParameter }));
      return [Document?.Hash, Document?.DocumentVersion, Parameter?.Value];
    });
    expect(running).toEqual(deployed);
    expect(running?.[2]).toBe('{"a":1}');
  });

  it('has the way of fleet events: rule, queue, mapping, and the schedule', async () => {
    const [deployed, running] = await both(async ({ events, lambda, scheduler, sqs }) => {
      const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: names.rules.lifecycle }));
      const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
      const { Target, ScheduleExpression } = await scheduler.send(new GetScheduleCommand({ Name: names.schedule }));
      const endpoint = clouds.to.sqs === sqs ? cloud.endpoint : moto.endpoint;
      const QueueUrl = `${endpoint}/${account}/${names.lifecycleQueue}`;
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
      return {
        targets: Targets?.map(({ Arn }) => Arn),
        mappings: EventSourceMappings.map(({ EventSourceArn, BatchSize, FunctionResponseTypes }) => ({
          EventSourceArn,
          BatchSize,
          FunctionResponseTypes,
        })),
        schedule: [Target?.Arn, ScheduleExpression],
        redrive: JSON.parse(Attributes?.['RedrivePolicy'] ?? '{}') as unknown,
      };
    });
    expect(running).toEqual(deployed);
    expect(running?.mappings).toHaveLength(1);
  });
}

function notSeeding(): void {
  it('is not tried against moto server unless REELYARD_MOTO=1', () => {
    expect(motoIsWanted).toBe(false);
  });
}

describe('what runs in a rehearsal', motoIsWanted ? seeding : notSeeding);
