import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import {
  DescribeInstancesCommand,
  DescribeInstanceStatusCommand,
  EC2Client,
  RebootInstancesCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCommandInvocationCommand, PutParameterCommand, SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm';
import { findProcess } from '@reelyard/runtime';
import { computeOf } from './compute.ts';
import { type Instance } from './instance.ts';
import { aCloud, anInstance, type TestCloud, until, withCloud } from './test-cloud.ts';

const UNIT = `[Unit]
Description=Agent
[Service]
EnvironmentFile=/etc/agent.env
Environment=GREETING="good day"
ExecStart=/bin/sh -c 'echo "\${GREETING} from $NAME"; exec sleep 600'
Restart=on-failure
RestartSec=100ms
TimeoutStopSec=20
[Install]
WantedBy=multi-user.target
`;

const INSTALL = `#!/bin/sh
set -eu
echo "NAME=agent" > "$REELYARD_ROOT/etc/agent.env"
cat > "$REELYARD_ROOT/etc/systemd/system/agent.service" <<'UNIT'
${UNIT}UNIT
systemctl daemon-reload
systemctl enable --now agent
systemctl is-active agent > "$REELYARD_ROOT/var/log/active.txt"
echo run >> "$REELYARD_ROOT/var/log/runs.txt"
`;

let cloud: TestCloud;

withCloud((made) => {
  cloud = made;
});

function theInstance(id: string, of = cloud): Instance {
  const found = computeOf(of.host).find(id);
  if (!found) throw new Error(`no instance ${id}`);
  return found;
}

async function run(userData: string, of = cloud): Promise<string> {
  const id = await anInstance(of, userData);
  await until('it is up', () => theInstance(id, of).guest === 'up');
  return id;
}

function folderOf(id: string, of = cloud): string {
  return computeOf(of.host).folderOf(id);
}

function read(id: string, file: string): string {
  const path = join(folderOf(id), file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Guests are looked at once a second. */
const untilWatchedTwice = (): Promise<void> => pause(2_200);

function mainPid(id: string): number {
  return theInstance(id).services['agent']?.main?.pid ?? 0;
}

describe('an instance', () => {
  it('runs user data once with the environment of the instance and nothing of the server', async () => {
    process.env['SECRET_OF_THE_SERVER'] = 'x';
    const id = await run('#!/bin/sh\nenv > "$REELYARD_ROOT/var/log/env.txt"\n');
    delete process.env['SECRET_OF_THE_SERVER'];
    const names = read(id, 'var/log/env.txt')
      .split('\n')
      .map((line) => line.split('=')[0])
      .filter((name) => name !== '' && name !== 'PWD' && name !== '_' && name !== 'SHLVL');
    expect(names.sort()).toEqual([
      'AWS_EC2_METADATA_SERVICE_ENDPOINT',
      'AWS_ENDPOINT_URL',
      'AWS_REGION',
      'HOME',
      'LANG',
      'PATH',
      'REELYARD_INSTANCE',
      'REELYARD_ROOT',
      'TMPDIR',
    ]);
  });

  it('keeps a service running by its unit file, and stops it when told', async () => {
    const id = await run(INSTALL);
    expect(read(id, 'var/log/active.txt')).toBe('active\n');
    const first = mainPid(id);
    await until('it greets', () => read(id, 'var/log/agent.log') === 'good day from agent\n');
    process.kill(first, 'SIGKILL');
    const second = await until('it is back', () => mainPid(id) !== first && mainPid(id) > 0 && mainPid(id));
    expect(theInstance(id).services['agent']?.restarts).toBe(1);
    const { code } = await systemctl(id, 'stop', 'agent');
    expect([code, findProcess(second)]).toEqual([0, undefined]);
    expect(await systemctl(id, 'is-active', 'agent')).toEqual({ code: 3, text: 'inactive\n' });
    expect((await systemctl(id, 'start', 'nobody')).code).toBe(5);
  });

  it('starts enabled services again after stop and start, without running user data again', async () => {
    const id = await run(INSTALL);
    const first = mainPid(id);
    await cloud.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    await until('it is stopped', () => theInstance(id).state === 'stopped');
    expect(findProcess(first)).toBeUndefined();
    await cloud.ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
    await until('the service runs', () => theInstance(id).guest === 'up' && mainPid(id) !== first && mainPid(id) > 0);
    expect(read(id, 'var/log/runs.txt')).toBe('run\n');
  });

  it('takes every process with it when it ends, also one that detached itself and cleaned its environment', async () => {
    const script = join(cloud.dir, 'detach.mjs');
    writeFileSync(
      script,
      `import { spawn } from 'node:child_process';
       const grandchild = \`setInterval(() => {
         if (process.ppid !== Number(process.argv[2])) require('fs').writeFileSync(process.argv[1], String(process.pid));
       }, 5)\`;
       spawn(process.execPath, ['-e', grandchild, process.argv[2], String(process.pid)], { detached: true, stdio: 'ignore', env: {}, cwd: process.argv[3] }).unref();`,
    );
    const id = await run(
      `#!/bin/sh\n( setsid '${process.execPath}' '${script}' "$REELYARD_ROOT/tmp/pid" "$REELYARD_ROOT/opt" & )\n`,
    );
    const pid = await until('the grandchild runs as an orphan', () => Number(read(id, 'tmp/pid')) || undefined);
    expect(readlinkSync(`/proc/${pid}/cwd`)).toBe(join(folderOf(id), 'opt'));
    await cloud.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    await until('it is terminated', () => theInstance(id).state === 'terminated');
    expect(findProcess(pid)).toBeUndefined();
    expect(existsSync(folderOf(id))).toBe(false);
    expect(existsSync(join(cloud.dir, 'instance-logs', id))).toBe(true);
  });

  it('dies silently, stands still and comes back as the control door says', async () => {
    const id = await run(INSTALL);
    const pid = mainPid(id);
    await cloud.control('POST', `/_local/instances/${id}:stop`);
    await until('it stands', () => findProcess(pid)?.state === 'T');
    await cloud.control('POST', `/_local/instances/${id}:cont`);
    await until('it moves', () => findProcess(pid)?.state === 'S');
    await cloud.control('POST', `/_local/instances/${id}:kill`);
    expect(findProcess(pid)).toBeUndefined();
    const { InstanceStatuses = [] } = await cloud.ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: [id] }));
    expect(InstanceStatuses[0]).toMatchObject({
      InstanceState: { Name: 'running' },
      InstanceStatus: { Status: 'impaired' },
    });
    await cloud.ec2.send(new RebootInstancesCommand({ InstanceIds: [id] }));
    await until('the service runs', () => mainPid(id) !== pid && mainPid(id) > 0);
  });

  it('gets a spot notice in its metadata and an event, and then it is gone', async () => {
    const id = await run('');
    await cloud.control('POST', `/_local/instances/${id}:rebalance`);
    await cloud.control('POST', `/_local/instances/${id}:spot-notice`, { seconds: 0.2 });
    await until('it is terminated', () => theInstance(id).state === 'terminated');
    expect(cloud.detailsOf('EC2 Spot Instance Interruption Warning')).toEqual([
      { 'instance-id': id, 'instance-action': 'terminate' },
    ]);
    expect(cloud.detailsOf('EC2 Instance Rebalance Recommendation')).toEqual([{ 'instance-id': id }]);
    expect(cloud.detailsOf('EC2 Instance State-change Notification').map((each) => each['state'])).toEqual([
      'pending',
      'running',
      'shutting-down',
      'terminated',
    ]);
    const { Reservations = [] } = await cloud.ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    expect(Reservations[0]?.Instances?.[0]?.StateReason?.Code).toBe('Server.SpotInstanceTermination');
  });

  it('has an aws command that reads objects, parameters and who it is', async () => {
    const s3 = new S3Client({
      endpoint: cloud.endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    await s3.send(new CreateBucketCommand({ Bucket: 'engines' }));
    await s3.send(new PutObjectCommand({ Bucket: 'engines', Key: 'reel/1.tar.gz', Body: 'engine bytes' }));
    await cloud.ssm.send(new PutParameterCommand({ Name: '/reel/key', Value: 's3cret', Type: 'SecureString' }));
    const id = await run(`#!/bin/sh
exec > "$REELYARD_ROOT/var/log/out.txt" 2>&1
aws s3 cp s3://engines/reel/1.tar.gz "$REELYARD_ROOT/opt/" && cat "$REELYARD_ROOT/opt/1.tar.gz"; echo
aws s3 cp s3://engines/reel/1.tar.gz -; echo
aws s3api get-object --bucket engines --key reel/1.tar.gz "$REELYARD_ROOT/tmp/x" && cat "$REELYARD_ROOT/tmp/x"; echo
aws ssm get-parameter --name /reel/key --with-decryption --query Parameter.Value --output text
aws sts get-caller-identity --query UserId --output text
aws s3 cp s3://engines/none -; echo "code $?"
aws ec2 run-instances; echo "code $?"
`);
    const lines = read(id, 'var/log/out.txt').split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'engine bytes',
      'engine bytes',
      'engine bytes',
      's3cret',
      `AROArender-agent:${id}`,
    ]);
    expect(lines.filter((line) => line.startsWith('code '))).toEqual(['code 254', 'code 252']);
  });

  it('has an aws command that does not wait for ever: a call without an answer is made again', async () => {
    await cloud.ssm.send(new PutParameterCommand({ Name: '/reel/late', Value: 'there', Type: 'String' }));
    const rule = { id: 'silence', kind: 'never', times: 1, match: { service: 'ssm', action: 'GetParameter' } };
    await cloud.control('POST', '/_local/faults', rule);
    const id = await run(`#!/bin/sh
aws ssm get-parameter --name /reel/late --query Parameter.Value --output text --cli-read-timeout 1 > "$REELYARD_ROOT/var/log/late.txt" 2>&1
`);
    expect(read(id, 'var/log/late.txt')).toBe('there\n');
    const { rules } = (await cloud.control('GET', '/_local/faults')) as { rules: { injected: number }[] };
    expect(rules.map(({ injected }) => injected)).toEqual([1]);
    await cloud.control('DELETE', '/_local/faults/silence');
  });
});

describe('the settings of all instances', () => {
  it('are a boot that takes its time, and AWS endpoints elsewhere, but nothing else', async () => {
    const AWS_ENDPOINT_URL_S3 = 'http://127.0.0.1:9';
    const refused = await cloud.control('PUT', '/_local/instance-settings', { environment: { LD_PRELOAD: 'x' } });
    expect(refused).toEqual({ error: 'LD_PRELOAD is not an AWS endpoint or region' });
    const settings = { bootMs: 300, environment: { AWS_ENDPOINT_URL_S3 } };
    expect(await cloud.control('PUT', '/_local/instance-settings', settings)).toEqual(settings);
    const startedAt = performance.now();
    const id = await run('#!/bin/sh\necho "$AWS_ENDPOINT_URL_S3" > "$REELYARD_ROOT/var/log/s3.txt"\n');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(300);
    expect(read(id, 'var/log/s3.txt')).toBe(`${AWS_ENDPOINT_URL_S3}\n`);
  });
});

describe('a restart of the server', () => {
  it('boots the instances of a closed farm again', async () => {
    const id = await run(INSTALL);
    const before = mainPid(id);
    await cloud.close();
    expect(findProcess(before)).toBeUndefined();
    cloud = await aCloud(cloud.dir);
    await until('the service runs', () => theInstance(id).guest === 'up' && mainPid(id) !== before && mainPid(id) > 0);
    expect(theInstance(id).state).toBe('running');
    expect(read(id, 'var/log/runs.txt')).toBe('run\n');
  });

  it('leaves a machine dead that was killed before the server crashed, with a service still in its records', async () => {
    const id = await run(INSTALL);
    const pid = mainPid(id);
    const { services } = theInstance(id);
    const record = services['agent'];
    await cloud.control('POST', `/_local/instances/${id}:kill`);
    if (record) record.main = { pid, startedAt: 1 };
    await computeOf(cloud.host).save(theInstance(id));
    await cloud.close();
    cloud = await aCloud(cloud.dir);
    await untilWatchedTwice();
    expect(theInstance(id)).toMatchObject({ state: 'running', guest: 'dead', services: { agent: { restarts: 0 } } });
    expect(computeOf(cloud.host).findMachine(id)?.processes()).toEqual([]);
  });

  it('keeps what runs on the instances of a server that crashed: services and commands', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'local-cloud-crash-'));
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../main.ts'), '--dir', dir, '--port', '0'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const line = await new Promise<string>((resolve) =>
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    );
    const endpoint = (JSON.parse(line) as { endpoint: string }).endpoint;
    const ec2 = new EC2Client({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    await ec2.send(
      new RunInstancesCommand({
        MinCount: 1,
        MaxCount: 1,
        ImageId: 'ami-1',
        UserData: Buffer.from(INSTALL).toString('base64'),
      }),
    );
    interface Seen {
      instances: { id: string; guest: string; folder: string; services: { main?: { pid: number } }[] }[];
    }
    const seen = await until('it runs', async () => {
      const { instances } = (await (await fetch(`${endpoint}/_local/instances`)).json()) as Seen;
      return instances[0]?.guest === 'up' && instances[0].services[0]?.main ? instances[0] : undefined;
    });
    const pid = seen.services[0]?.main?.pid ?? 0;
    const ssm = new SSMClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    const commands = [
      'echo begun > "$REELYARD_ROOT/tmp/begun"',
      'until [ -e "$REELYARD_ROOT/tmp/go" ]; do sleep 0.05; done',
      'echo late',
      'exit 7',
    ];
    const sent = await ssm.send(
      new SendCommandCommand({ DocumentName: 'AWS-RunShellScript', InstanceIds: [seen.id], Parameters: { commands } }),
    );
    await until('the command runs', () => existsSync(join(seen.folder, 'tmp/begun')));
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    expect(findProcess(pid)).toBeDefined();
    writeFileSync(join(seen.folder, 'tmp/go'), '');
    const again = await aCloud(dir);
    try {
      const service = () => theInstance(seen.id, again).services['agent'];
      expect(service()?.main?.pid).toBe(pid);
      const ended = await until('the command is over', async () => {
        const CommandId = sent.Command?.CommandId;
        const it = await again.ssm.send(new GetCommandInvocationCommand({ CommandId, InstanceId: seen.id }));
        return it.Status !== 'InProgress' && it;
      });
      expect(ended).toMatchObject({ Status: 'Failed', ResponseCode: 7, StandardOutputContent: 'late\n' });
      process.kill(pid, 'SIGKILL');
      await until('it is restarted', () => (service()?.main?.pid ?? pid) !== pid);
    } finally {
      await again.close();
      rmSync(dir, { recursive: true, force: true });
    }
  });
});

async function systemctl(id: string, ...words: string[]): Promise<{ code: number; text: string }> {
  const reply = await fetch(`http://127.0.0.1:${theInstance(id).imdsPort}/instance/systemctl`, {
    method: 'POST',
    body: JSON.stringify(words),
  });
  return (await reply.json()) as { code: number; text: string };
}
