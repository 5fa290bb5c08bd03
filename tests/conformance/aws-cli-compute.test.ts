/**
 * The `aws` CLI as a second client of Auto Scaling, EC2, STS and SSM, where no other emulator runs anything: a parser
 * of the query protocols that nobody here wrote. Runs when REELYARD_MOTO=1 says that the Python tools are there.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalCloud, type LocalCloud } from '@reelyard/local-cloud';
import { motoIsWanted } from './moto-server.ts';

const run = promisify(execFile);
const GROUP = ['--auto-scaling-group-name', 'cli'];
/** The CLI takes a second and more to start, each time. */
const PATIENCE_MS = 180_000;
type Json = Record<string, unknown>;

function withCli(): void {
  const dir = mkdtempSync(join(tmpdir(), 'aws-cli-compute-'));
  let cloud: LocalCloud;
  const aws = async (...args: string[]): Promise<string> => {
    const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_DEFAULT_REGION: 'us-east-1' };
    const env = { PATH: process.env['PATH'], HOME: dir, AWS_MAX_ATTEMPTS: '1', ...credentials };
    return (await run('aws', ['--endpoint-url', cloud.endpoint, '--output', 'json', ...args], { env })).stdout;
  };
  const json = async (...args: string[]) => JSON.parse(await aws(...args)) as Json;
  const query = async (path: string, ...args: string[]) =>
    (await aws(...args, '--query', path, '--output', 'text')).trim();
  const untilText = async (wanted: string, path: string, ...args: string[]): Promise<void> => {
    for (let left = 30; left > 0; left -= 1) {
      if ((await query(path, ...args)) === wanted) return;
      await pause(50);
    }
    throw new Error(`${path} never became ${wanted}`);
  };

  beforeAll(async () => {
    cloud = await startLocalCloud({ dir: join(dir, 'cloud') });
  });
  afterAll(async () => {
    await cloud.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('knows who it is', async () => {
    expect(await json('sts', 'get-caller-identity')).toEqual({
      UserId: 'AIDALOCAL',
      Account: '000000000000',
      Arn: 'arn:aws:iam::000000000000:user/local',
    });
  });

  it(
    'takes an instance of a group from Pending:Wait through a command into service, and out again',
    async () => {
      const data = { ImageId: 'ami-1', InstanceType: 'c7g.large', IamInstanceProfile: { Name: 'render-agent' } };
      await aws(
        'ec2',
        'create-launch-template',
        '--launch-template-name',
        'cli',
        '--launch-template-data',
        JSON.stringify(data),
      );
      expect(
        await query(
          'LaunchTemplateVersions[0].LaunchTemplateData.IamInstanceProfile.Name',
          'ec2',
          'describe-launch-template-versions',
          '--launch-template-name',
          'cli',
        ),
      ).toBe('render-agent');
      await aws(
        'autoscaling',
        'create-auto-scaling-group',
        ...GROUP,
        '--min-size',
        '0',
        '--max-size',
        '2',
        '--launch-template',
        'LaunchTemplateName=cli,Version=$Latest',
        '--availability-zones',
        'us-east-1a',
        '--tags',
        'Key=pool,Value=cli,PropagateAtLaunch=true',
      );
      await aws(
        'autoscaling',
        'put-lifecycle-hook',
        ...GROUP,
        '--lifecycle-hook-name',
        'bootstrap',
        '--lifecycle-transition',
        'autoscaling:EC2_INSTANCE_LAUNCHING',
      );
      await aws('autoscaling', 'set-desired-capacity', ...GROUP, '--desired-capacity', '1');
      const state = 'AutoScalingGroups[0].Instances[0].LifecycleState';
      await untilText('Pending:Wait', state, 'autoscaling', 'describe-auto-scaling-groups');
      const id = await query('AutoScalingInstances[0].InstanceId', 'autoscaling', 'describe-auto-scaling-instances');
      await untilText('Online', 'InstanceInformationList[0].PingStatus', 'ssm', 'describe-instance-information');
      const command = await query(
        'Command.CommandId',
        'ssm',
        'send-command',
        '--instance-ids',
        id,
        '--document-name',
        'AWS-RunShellScript',
        '--parameters',
        'commands=["echo ready"]',
      );
      const invocation = ['ssm', 'get-command-invocation', '--command-id', command, '--instance-id', id];
      await untilText('Success', 'Status', ...invocation);
      expect(await query('StandardOutputContent', ...invocation)).toBe('ready');
      await aws(
        'autoscaling',
        'complete-lifecycle-action',
        ...GROUP,
        '--lifecycle-hook-name',
        'bootstrap',
        '--lifecycle-action-result',
        'CONTINUE',
        '--instance-id',
        id,
      );
      await untilText('InService', state, 'autoscaling', 'describe-auto-scaling-groups');
      const found = [
        'ec2',
        'describe-instances',
        '--filters',
        'Name=tag:pool,Values=cli',
        'Name=instance-state-name,Values=running',
      ];
      expect(await query('Reservations[].Instances[].InstanceId', ...found)).toBe(id);
      await aws(
        'autoscaling',
        'terminate-instance-in-auto-scaling-group',
        '--instance-id',
        id,
        '--should-decrement-desired-capacity',
      );
      await untilText(
        'terminated',
        'Reservations[0].Instances[0].State.Name',
        'ec2',
        'describe-instances',
        '--instance-ids',
        id,
      );
    },
    PATIENCE_MS,
  );

  it('is told of errors by the codes it knows', async () => {
    await expect(aws('ec2', 'describe-instances', '--instance-ids', 'i-00000000000000000')).rejects.toMatchObject({
      stderr: expect.stringContaining('InvalidInstanceID.NotFound'),
    });
    await expect(aws('autoscaling', 'set-desired-capacity', ...GROUP, '--desired-capacity', '9')).rejects.toMatchObject(
      {
        stderr: expect.stringContaining('(ValidationError)'),
      },
    );
    await expect(aws('ssm', 'get-parameter', '--name', '/none')).rejects.toMatchObject({
      stderr: expect.stringContaining('ParameterNotFound'),
    });
  });

  it('keeps a document and a parameter', async () => {
    const content = {
      schemaVersion: '2.2',
      mainSteps: [{ action: 'aws:runShellScript', name: 'say', inputs: { runCommand: ['true'] } }],
    };
    await aws(
      'ssm',
      'create-document',
      '--name',
      'Cli-Say',
      '--document-type',
      'Command',
      '--content',
      JSON.stringify(content),
    );
    expect(await query('Document.Status', 'ssm', 'describe-document', '--name', 'Cli-Say')).toBe('Active');
    await aws('ssm', 'put-parameter', '--name', '/cli/key', '--type', 'String', '--value', 'v');
    expect(await query('Parameter.Value', 'ssm', 'get-parameter', '--name', '/cli/key')).toBe('v');
  });
}

function withoutCli(): void {
  it('is tried only when REELYARD_MOTO=1', () => {
    console.info('Conformance of instances with the aws CLI: not run, set REELYARD_MOTO=1.');
    expect(motoIsWanted).toBe(false);
  });
}

describe('the aws CLI on the instances of the loopback AWS', motoIsWanted ? withCli : withoutCli);
