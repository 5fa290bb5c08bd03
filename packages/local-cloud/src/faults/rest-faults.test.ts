import { describe, expect, it } from '@jest/globals';
import { GetObjectCommand, CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { type CallCount } from '../control/call-record.ts';
import { serve } from '../server/test-server.ts';
import { lambda } from '../services/lambda/index.ts';
import { scheduler } from '../services/scheduler/index.ts';
import { s3 } from '../services/s3/s3.ts';

const cloud = serve([s3, lambda, scheduler]);
const config = () => ({
  endpoint: cloud().endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIA1', secretAccessKey: 'secret' },
  maxAttempts: 1,
});
const calls = async (): Promise<string[]> => {
  const reply = await fetch(`${cloud().endpoint}/_local/calls`);
  const { calls: counts } = (await reply.json()) as { calls: CallCount[] };
  await fetch(`${cloud().endpoint}/_local/calls:reset`, { method: 'POST' });
  return counts.map(({ service, action, count, failed }) => `${service} ${action} ${count} ${failed}`).sort();
};

describe('services that speak REST', () => {
  it('S3 is hit by a fault in the operation that it names, and in no other', async () => {
    const client = new S3Client({ ...config(), forcePathStyle: true });
    const object = { Bucket: 'clips', Key: 'a/b' };
    await client.send(new CreateBucketCommand({ Bucket: 'clips' }));
    cloud().host.faults.add({ id: 'put', kind: 'throttle', match: { service: 's3', action: 'PutObject' }, times: 1 });
    const put = () => client.send(new PutObjectCommand({ ...object, Body: 'x' }));
    await expect(put()).rejects.toMatchObject({ name: 'SlowDown' });
    await put();
    expect(await (await client.send(new GetObjectCommand(object))).Body?.transformToString()).toBe('x');
    expect(await calls()).toEqual(['s3 CreateBucket 1 0', 's3 GetObject 1 0', 's3 PutObject 2 1']);
    client.destroy();
  });

  it('Lambda, too, also where the call invokes a function', async () => {
    const client = new LambdaClient(config());
    cloud().host.faults.add({ id: 'invoke', kind: 'throttle', match: { action: 'Invoke' }, times: 1 });
    const invoke = () => client.send(new InvokeCommand({ FunctionName: 'none' }));
    await client.send(new ListFunctionsCommand({}));
    await expect(invoke()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(invoke()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await calls()).toEqual(['lambda Invoke 2 2', 'lambda ListFunctions 1 0']);
    client.destroy();
  });

  it('the scheduler, too', async () => {
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=AKIA1/20260101/us-east-1/scheduler/aws4_request' };
    cloud().host.faults.add({ id: 'list', kind: 'error500', match: { action: 'ListSchedules' }, times: 1 });
    const statusOf = async (path: string) => (await fetch(cloud().endpoint + path, { headers })).status;
    expect([await statusOf('/schedules/none'), await statusOf('/schedules'), await statusOf('/schedules')]).toEqual([
      404, 500, 200,
    ]);
    expect(await calls()).toEqual(['scheduler GetSchedule 1 1', 'scheduler ListSchedules 2 1']);
  });
});
