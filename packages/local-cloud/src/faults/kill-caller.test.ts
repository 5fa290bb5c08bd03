import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type CallCount } from '../control/call-record.ts';
import { serve } from '../server/test-server.ts';
import { sqs } from '../services/sqs/sqs.ts';

const cloud = serve([sqs]);

/** A process that creates a queue, from a named place in its code, and lives on. */
const caller = `
const headers = { 'x-amz-target': 'AmazonSQS.CreateQueue', 'content-type': 'application/x-amz-json-1.0',
  'user-agent': 'aws-sdk-js/3 md/site#farm.open',
  authorization: 'AWS4-HMAC-SHA256 Credential=AKIA1/20260101/us-east-1/sqs/aws4_request' };
setInterval(() => undefined, 1000);
await fetch(process.argv[1], { method: 'POST', headers, body: JSON.stringify({ QueueName: process.argv[2] }) });
process.exit(0);`;
const call = async (queue: string): Promise<unknown> => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', caller, cloud().endpoint, queue]);
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal;
};
const listQueues = async (): Promise<string[]> => {
  const credentials = { accessKeyId: 'AKIA2', secretAccessKey: 'local' };
  const client = new SQSClient({ endpoint: cloud().endpoint, region: 'us-east-1', credentials });
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
  client.destroy();
  return QueueUrls.map((url) => url.slice(url.lastIndexOf('/') + 1)).sort();
};

describe('a process in the middle of a call', () => {
  it('dies before the call did anything, or after, and nobody else is hit', async () => {
    const match = { site: 'farm.open' };
    cloud().host.faults.add({ id: 'before', kind: 'kill', match, times: 1 });
    expect(await call('before')).toBe('SIGKILL');
    cloud().host.faults.add({ id: 'after', kind: 'apply-then-kill', match, times: 1 });
    expect(await call('after')).toBe('SIGKILL');
    expect(await call('alive')).toBeNull();
    expect(await listQueues()).toEqual(['after', 'alive']);
    expect(cloud().host.faults.list()).toMatchObject([{ injected: 1 }, { injected: 1 }]);
  });

  it('has its place in the code in the record of calls', async () => {
    const { calls } = (await (await fetch(`${cloud().endpoint}/_local/calls`)).json()) as { calls: CallCount[] };
    expect(calls.find(({ action }) => action === 'CreateQueue')).toMatchObject({ site: 'farm.open', count: 3 });
  });
});
