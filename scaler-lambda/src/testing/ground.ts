/** What the stage stands on: groups with their hooks, our real documents, two tiny packages, and the events of the farm. */
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  PutLifecycleHookCommand,
  PutWarmPoolCommand,
} from '@aws-sdk/client-auto-scaling';
import { CreateLaunchTemplateCommand, EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CreateDocumentCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { bootstrapDocument, probeDocument } from '@reelyard/infra/documents';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StagePool {
  name: string;
  max: number;
  hourlyCost?: number;
  /** Prepared machines. */
  warm?: number;
  zones?: readonly string[];
}

export const groupOf = (pool: string): string => `reelyard-test-${pool}`;

export async function provisionGroup({ name, max, warm, zones = ['us-east-1a'] }: StagePool): Promise<void> {
  const GROUP = groupOf(name);
  const template = { ImageId: 'ami-1', InstanceType: 'c7i.xlarge' as const, IamInstanceProfile: { Name: 'agent' } };
  await new EC2Client({}).send(
    new CreateLaunchTemplateCommand({ LaunchTemplateName: GROUP, LaunchTemplateData: template }),
  );
  const client = new AutoScalingClient({});
  await client.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: GROUP,
      MinSize: 0,
      MaxSize: max,
      DesiredCapacity: 0,
      AvailabilityZones: [...zones],
      LaunchTemplate: { LaunchTemplateName: GROUP, Version: '1' },
      NewInstancesProtectedFromScaleIn: true,
    }),
  );
  for (const [name, transition, result] of [
    ['bootstrap', 'autoscaling:EC2_INSTANCE_LAUNCHING', 'ABANDON'],
    ['drain', 'autoscaling:EC2_INSTANCE_TERMINATING', 'CONTINUE'],
  ])
    await client.send(
      new PutLifecycleHookCommand({
        AutoScalingGroupName: GROUP,
        LifecycleHookName: name,
        LifecycleTransition: transition,
        HeartbeatTimeout: 300,
        DefaultResult: result,
      }),
    );
  if (warm !== undefined)
    await client.send(
      new PutWarmPoolCommand({
        AutoScalingGroupName: GROUP,
        PoolState: 'Stopped',
        MaxGroupPreparedCapacity: warm,
        InstanceReusePolicy: { ReuseOnScaleIn: true },
      }),
    );
}

export async function provisionDocuments(): Promise<void> {
  for (const [Name, content] of [
    ['Bootstrap', bootstrapDocument()],
    ['Probe', probeDocument()],
  ] as const)
    await new SSMClient({}).send(
      new CreateDocumentCommand({
        Name,
        Content: JSON.stringify(content),
        DocumentType: 'Command',
        DocumentFormat: 'JSON',
      }),
    );
}

export async function provisionPackages(dir: string): Promise<void> {
  await new S3Client({ forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: 'engines-bucket' }));
  const agent = mkdtempSync(join(dir, 'agent-'));
  mkdirSync(join(agent, 'bin'));
  writeFileSync(join(agent, 'bin/node'), `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
  chmodSync(join(agent, 'bin/node'), 0o755);
  writeFileSync(join(agent, 'main.mjs'), 'setInterval(() => {}, 1000);\n');
  await publish(dir, agent, 'agents/agent.tar.gz', 'agent', { version: 1, environment: { LEDGER_TABLE: 'unused' } });
  await putEngine(dir, ['{node}', '-e', '']);
}

/** @param health the command that proves the engine. */
export async function putEngine(dir: string, health: readonly string[], license: object | null = null): Promise<void> {
  const engine = mkdtempSync(join(dir, 'engine-'));
  const manifest = { name: 'reel', version: '1.0.0', health: { argv: health, timeoutSeconds: 60 }, license };
  writeFileSync(join(engine, 'engine.json'), JSON.stringify(manifest));
  await publish(dir, engine, `engines/reel/${Date.now()}.tar.gz`, 'engine', { name: 'reel', version: '1.0.0' });
}

async function publish(dir: string, folder: string, key: string, parameter: string, more: object): Promise<void> {
  const file = join(dir, 'package.tar.gz');
  spawnSync('tar', ['-czf', file, '-C', folder, '.']);
  const body = readFileSync(file);
  await new S3Client({ forcePathStyle: true }).send(
    new PutObjectCommand({ Bucket: 'engines-bucket', Key: key, Body: body }),
  );
  const sha256 = createHash('sha256').update(body).digest('hex');
  await putParameter(parameter, { key, sha256, ...more });
}

export async function putParameter(name: string, value: object): Promise<void> {
  const parameter = { Name: `/test/${name}`, Value: JSON.stringify(value), Type: 'String' as const, Overwrite: true };
  await new SSMClient({}).send(new PutParameterCommand(parameter));
}

/** The URL of the queue that gets them. */
export async function provisionEvents(): Promise<string> {
  const made = await new SQSClient({}).send(new CreateQueueCommand({ QueueName: 'lifecycle' }));

  const client = new EventBridgeClient({});
  const pattern = { source: ['aws.autoscaling', 'aws.ssm'] };
  await client.send(new PutRuleCommand({ Name: 'lifecycle', EventPattern: JSON.stringify(pattern) }));
  const Arn = 'arn:aws:sqs:us-east-1:000000000000:lifecycle';
  await client.send(new PutTargetsCommand({ Rule: 'lifecycle', Targets: [{ Id: 'queue', Arn }] }));
  return made.QueueUrl ?? '';
}
