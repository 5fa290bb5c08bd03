import { describe, expect, it } from '@jest/globals';
import {
  CreateLaunchTemplateVersionCommand,
  CreateTagsCommand,
  DeleteLaunchTemplateCommand,
  DescribeAvailabilityZonesCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSubnetsCommand,
  ModifyLaunchTemplateCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { aTemplate, type TestCloud, withCloud } from '../../instances/test-cloud.ts';

let cloud: TestCloud;

withCloud((made) => {
  cloud = made;
});

describe('a launch template', () => {
  it('has versions; a new one takes over what its source says, and instances start from the one that is asked for', async () => {
    const id = await aTemplate(cloud, '#!/bin/sh\n');
    const { LaunchTemplateVersion } = await cloud.ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: id,
        SourceVersion: '1',
        LaunchTemplateData: {
          InstanceType: 'm7g.large',
          BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 30 } }],
        },
      }),
    );
    expect(LaunchTemplateVersion).toMatchObject({
      VersionNumber: 2,
      DefaultVersion: false,
      LaunchTemplateData: {
        ImageId: 'ami-1',
        InstanceType: 'm7g.large',
        BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 30 } }],
        TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'role', Value: 'agent' }] }],
      },
    });
    const start = async (Version: string) => {
      const { Instances = [] } = await cloud.ec2.send(
        new RunInstancesCommand({ MinCount: 1, MaxCount: 1, LaunchTemplate: { LaunchTemplateId: id, Version } }),
      );
      return Instances[0]?.InstanceType;
    };
    expect([await start('$Default'), await start('$Latest')]).toEqual(['c7g.large', 'm7g.large']);
    await cloud.ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId: id, DefaultVersion: '2' }));
    const { LaunchTemplates = [] } = await cloud.ec2.send(
      new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ['agent'] }),
    );
    expect(LaunchTemplates[0]).toMatchObject({ DefaultVersionNumber: 2, LatestVersionNumber: 2 });
    await expect(
      cloud.ec2.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: ['9'] })),
    ).rejects.toMatchObject({ name: 'InvalidLaunchTemplateId.VersionNotFound' });
    await cloud.ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: id }));
    await expect(cloud.ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [id] }))).rejects.toMatchObject(
      { name: 'InvalidLaunchTemplateId.NotFound' },
    );
  });
});

describe('instances', () => {
  it('are found by tags and state, spot ones as such', async () => {
    const { Instances = [] } = await cloud.ec2.send(
      new RunInstancesCommand({
        MinCount: 2,
        MaxCount: 2,
        ImageId: 'ami-1',
        InstanceMarketOptions: { MarketType: 'spot' },
      }),
    );
    const [first = '', second = ''] = Instances.map((each) => each.InstanceId ?? '');
    await cloud.ec2.send(new CreateTagsCommand({ Resources: [second], Tags: [{ Key: 'pool', Value: 'spot' }] }));
    const find = async (Name: string, ...Values: string[]) => {
      const { Reservations = [] } = await cloud.ec2.send(new DescribeInstancesCommand({ Filters: [{ Name, Values }] }));
      return Reservations.flatMap((each) => each.Instances ?? []).map((each) => each.InstanceId);
    };
    expect(await find('tag:pool', 'sp*')).toEqual([second]);
    expect(await find('instance-lifecycle', 'spot')).toEqual(expect.arrayContaining([first, second]));
    expect(await find('instance-state-name', 'stopped')).toEqual([]);
    await expect(find('made-up', 'x')).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('cannot be had where a test says that there is no capacity', async () => {
    await cloud.control('POST', '/_local/capacity', {
      type: 'c7g.large',
      zone: 'us-east-1b',
      error: 'InsufficientInstanceCapacity',
      times: 3,
    });
    const run = (AvailabilityZone: string) =>
      cloud.ec2.send(
        new RunInstancesCommand({
          MinCount: 1,
          MaxCount: 1,
          ImageId: 'ami-1',
          InstanceType: 'c7g.large',
          Placement: { AvailabilityZone },
        }),
      );
    await run('us-east-1a');
    // A server error: the SDK asks three times before it believes it.
    await expect(run('us-east-1b')).rejects.toMatchObject({ name: 'InsufficientInstanceCapacity' });
    await run('us-east-1b');
  });
});

describe('an account', () => {
  it('has zones with subnets, and a foreign subnet is always in the same zone', async () => {
    const { AvailabilityZones = [] } = await cloud.ec2.send(new DescribeAvailabilityZonesCommand({}));
    expect(AvailabilityZones.map((each) => each.ZoneName)).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
    const zoneOf = async (id: string) =>
      (await cloud.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [id] }))).Subnets?.[0]?.AvailabilityZone;
    expect(await zoneOf('subnet-0123')).toBe(await zoneOf('subnet-0123'));
    expect(await zoneOf('subnet-0000000000000000b')).toBe('us-east-1b');
  });

  it('gives out roles by name', async () => {
    const { Credentials } = await cloud.sts.send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::000000000000:role/deployer', RoleSessionName: 'me' }),
    );
    const credentials = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'local' };
    const client = new STSClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials });
    expect((await client.send(new GetCallerIdentityCommand({}))).UserId).toBe('AROAdeployer:me');
    expect((await cloud.sts.send(new GetCallerIdentityCommand({}))).UserId).toBe('AIDALOCAL');
  });
});
