/** Documents, launch template, and one Auto Scaling group with its lifecycle hooks per pool, spot or with a warm part as its data says. */
import {
  CreateAutoScalingGroupCommand,
  type CreateAutoScalingGroupCommandInput,
  PutLifecycleHookCommand,
  PutWarmPoolCommand,
  SuspendProcessesCommand,
} from '@aws-sdk/client-auto-scaling';
import { CreateLaunchTemplateCommand } from '@aws-sdk/client-ec2';
import {
  CreateDocumentCommand,
  DescribeDocumentCommand,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from '@aws-sdk/client-ssm';
import { type Pool } from '@reelyard/environments';
import { bootstrapDocument, probeDocument } from '@reelyard/infra/documents';
import { type ProvisionContext, unlessThere } from './context.ts';

export type PoolSize = Pick<Pool, 'name' | 'purchase' | 'max' | 'instanceType' | 'alternatives' | 'warm'>;

const userData =
  '#!/bin/sh\n# Nothing to do: SSM Run Command bootstraps the instance while its launch hook holds it.\n';

export async function provisionFleet(context: ProvisionContext, pools: readonly PoolSize[]): Promise<void> {
  await putDocument(context, context.names.bootstrapDocument, bootstrapDocument());
  await putDocument(context, context.names.probeDocument, probeDocument());
  for (const pool of pools) await putPool(context, pool);
}

async function putPool({ clients, names, region }: ProvisionContext, pool: PoolSize): Promise<void> {
  const group = names.poolGroup(pool.name);
  await unlessThere(
    () =>
      clients.ec2.send(
        new CreateLaunchTemplateCommand({
          LaunchTemplateName: group,
          LaunchTemplateData: {
            ImageId: 'ami-00000000000000000',
            InstanceType: pool.instanceType as 'c7i.xlarge',
            UserData: Buffer.from(userData).toString('base64'),
            IamInstanceProfile: { Name: names.roles.agent },
            MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
          },
        }),
      ),
    'InvalidLaunchTemplateName.AlreadyExistsException',
  );
  await unlessThere(
    () =>
      clients.autoScaling.send(
        new CreateAutoScalingGroupCommand({
          AutoScalingGroupName: group,
          MinSize: 0,
          MaxSize: pool.max,
          DesiredCapacity: 0,
          AvailabilityZones: [`${region}a`, `${region}b`],
          ...launchOf(pool, group),
          NewInstancesProtectedFromScaleIn: true,
          Tags: [{ Key: 'reelyard:pool', Value: pool.name, PropagateAtLaunch: true }],
        }),
      ),
    'AlreadyExists',
    'AlreadyExistsFault',
  );
  await putHooks({ clients }, group);
  if (pool.warm)
    await clients.autoScaling.send(
      new PutWarmPoolCommand({
        AutoScalingGroupName: group,
        PoolState: 'Stopped',
        MinSize: pool.warm.min,
        MaxGroupPreparedCapacity: pool.warm.max,
        InstanceReusePolicy: { ReuseOnScaleIn: true },
      }),
    );
}

function launchOf(
  { purchase, instanceType, alternatives = [] }: PoolSize,
  group: string,
): Pick<CreateAutoScalingGroupCommandInput, 'LaunchTemplate' | 'MixedInstancesPolicy'> {
  const template = { LaunchTemplateName: group, Version: '$Latest' };
  if (purchase === 'on-demand') return { LaunchTemplate: template };
  return {
    MixedInstancesPolicy: {
      LaunchTemplate: {
        LaunchTemplateSpecification: template,
        Overrides: [instanceType, ...alternatives].map((InstanceType) => ({ InstanceType })),
      },
      InstancesDistribution: { OnDemandBaseCapacity: 0, OnDemandPercentageAboveBaseCapacity: 0 },
    },
  };
}

async function putHooks({ clients }: Pick<ProvisionContext, 'clients'>, group: string): Promise<void> {
  const hooks = [
    {
      LifecycleHookName: 'bootstrap',
      LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
      DefaultResult: 'ABANDON',
    },
    {
      LifecycleHookName: 'drain',
      LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
      DefaultResult: 'CONTINUE',
    },
  ];
  for (const hook of hooks)
    await clients.autoScaling.send(
      new PutLifecycleHookCommand({ AutoScalingGroupName: group, HeartbeatTimeout: 300, ...hook }),
    );
  await clients.autoScaling.send(
    new SuspendProcessesCommand({ AutoScalingGroupName: group, ScalingProcesses: ['AZRebalance'] }),
  );
}

async function putDocument({ clients }: ProvisionContext, name: string, content: unknown): Promise<void> {
  const body = { Name: name, Content: JSON.stringify(content), DocumentFormat: 'JSON' as const };
  await unlessThere(
    () => clients.ssm.send(new CreateDocumentCommand({ ...body, DocumentType: 'Command' })),
    'DocumentAlreadyExists',
  );
  await unlessThere(async () => {
    const updated = await clients.ssm.send(new UpdateDocumentCommand({ ...body, DocumentVersion: '$LATEST' }));
    const version = updated.DocumentDescription?.DocumentVersion ?? '1';
    await clients.ssm.send(new UpdateDocumentDefaultVersionCommand({ Name: name, DocumentVersion: version }));
  }, 'DuplicateDocumentContent');
  await clients.ssm.send(new DescribeDocumentCommand({ Name: name }));
}
