/** The `aws` CLI as a second client, with another implementation of every protocol: query-compatible JSON, CBOR, S3 transfer. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalCloud, type LocalCloud } from '@reelyard/local-cloud';
import { motoIsWanted } from './moto-server.ts';

const run = promisify(execFile);

function withCli(): void {
  const dir = mkdtempSync(join(tmpdir(), 'aws-cli-'));
  let cloud: LocalCloud;
  const aws = async (...args: string[]): Promise<string> => {
    const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_DEFAULT_REGION: 'us-east-1' };
    const env = { PATH: process.env['PATH'], HOME: dir, AWS_MAX_ATTEMPTS: '1', ...credentials };
    return (await run('aws', ['--endpoint-url', cloud.endpoint, '--output', 'json', ...args], { env })).stdout;
  };
  const json = async (...args: string[]) => JSON.parse(await aws(...args)) as Record<string, unknown>;

  beforeAll(async () => {
    cloud = await startLocalCloud({ dir: join(dir, 'cloud') });
  });
  afterAll(async () => {
    await cloud.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('sends, receives and deletes a message', async () => {
    const { QueueUrl } = await json('sqs', 'create-queue', '--queue-name', 'cli');
    const url = ['--queue-url', String(QueueUrl)];
    const { MessageId } = await json('sqs', 'send-message', ...url, '--message-body', 'hello');
    const { Messages } = await json('sqs', 'receive-message', ...url, '--wait-time-seconds', '5');
    const [message] = Messages as { MessageId: string; ReceiptHandle: string }[];
    expect(message?.MessageId).toBe(MessageId);
    await aws('sqs', 'delete-message', ...url, '--receipt-handle', message?.ReceiptHandle ?? '');
    const { Attributes } = await json('sqs', 'get-queue-attributes', ...url, '--attribute-names', 'All');
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
  });

  it('is told of a queue that does not exist by the code it knows', async () => {
    await expect(aws('sqs', 'get-queue-url', '--queue-name', 'none')).rejects.toMatchObject({
      stderr: expect.stringContaining('AWS.SimpleQueueService.NonExistentQueue'),
    });
  });

  it('copies a file of several parts there and back, and lists it', async () => {
    const [from, to] = [join(dir, 'from'), join(dir, 'to')];
    const bytes = randomBytes(20 * 1024 * 1024 + 1);
    writeFileSync(from, bytes);
    await aws('s3', 'mb', 's3://cli');
    await aws('s3', 'cp', from, 's3://cli/a b/ü&.mp4', '--no-progress');
    expect(await aws('s3', 'ls', 's3://cli/a b/')).toMatch(/20971521 ü&\.mp4/);
    await aws('s3', 'cp', 's3://cli/a b/ü&.mp4', to, '--no-progress');
    expect(readFileSync(to).equals(bytes)).toBe(true);
    await aws('s3', 'rb', 's3://cli', '--force');
    await expect(aws('s3', 'ls', 's3://cli')).rejects.toMatchObject({
      stderr: expect.stringContaining('NoSuchBucket'),
    });
  });

  it('puts a metric and reads it back', async () => {
    const metric = ['--namespace', 'Reelyard', '--metric-name', 'Backlog', '--dimensions'];
    await aws('cloudwatch', 'put-metric-data', ...metric, 'Lane=express', '--value', '4.5', '--unit', 'Count');
    const now = Date.now();
    const [start, end] = [now - 600_000, now + 60_000].map((at) => new Date(at).toISOString());
    const span = ['--start-time', start ?? '', '--end-time', end ?? '', '--period', '60', '--statistics', 'Sum'];
    const lane = 'Name=Lane,Value=express';
    const { Datapoints } = await json('cloudwatch', 'get-metric-statistics', ...metric, lane, ...span);
    expect(Datapoints).toMatchObject([{ Sum: 4.5, Unit: 'Count' }]);
  });
}

function withoutCli(): void {
  it('is not run unless REELYARD_MOTO=1', () => {
    console.info('Conformance with the aws CLI: not run, set REELYARD_MOTO=1.');
    expect(motoIsWanted).toBe(false);
  });
}

describe('the aws CLI on the loopback AWS', motoIsWanted ? withCli : withoutCli);
