import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCloud, type LocalCloud } from '../../index.ts';

const handler = `
import { appendFileSync } from 'node:fs';
let calls = 0;
export const handler = async (event, context) => {
  calls += 1;
  if (event.crash) process.exit(3);
  if (event.fail) throw new TypeError('no such reel');
  if (event.hang) await new Promise(() => setInterval(() => undefined, 1000));
  if (event.note) appendFileSync(event.note, 'x');
  if (event.Records) {
    appendFileSync(process.env.NOTE, event.Records.map((record) => record.body).join('') + ';');
    return { batchItemFailures: [] };
  }
  return { calls, leaked: Object.keys(process.env).filter((name) => name.startsWith('REELYARD_TEST')), name: context.functionName, remaining: context.getRemainingTimeInMillis() > 0 };
};`;
const zip = (source: string) => zipSync({ 'index.mjs': strToU8(source) });

let dir: string;
let cloud: LocalCloud;
let client: LambdaClient;
let sqs: SQSClient;
const invoke = async (name: string, event: unknown) => {
  const reply = await client.send(new InvokeCommand({ FunctionName: name, Payload: strToU8(JSON.stringify(event)) }));
  return {
    error: reply.FunctionError,
    body: JSON.parse(Buffer.from(reply.Payload ?? []).toString()) as Record<string, unknown>,
  };
};
const create = (name: string, variables: Record<string, string> = {}, timeout = 10, source = handler) =>
  client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: 'arn:aws:iam::000000000000:role/scaler',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Timeout: timeout,
      Code: { ZipFile: zip(source) },
      Environment: { Variables: variables },
    }),
  );
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

/** Resolves when the file holds what the predicate wants. */
async function fileSays(file: string, isDone: (text: string) => boolean): Promise<string> {
  for (;;) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (isDone(text)) return text;
    await turn();
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const untilGone = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await turn();
};
const credentials = { accessKeyId: 'test', secretAccessKey: 'local' };

beforeAll(async () => {
  process.env['REELYARD_TEST_LEAK'] = '1';
  dir = mkdtempSync(join(tmpdir(), 'reelyard-lambda-'));
  cloud = await startLocalCloud({ dir });
  const common = {
    endpoint: cloud.endpoint,
    region: 'us-east-1',
    credentials,
  };
  client = new LambdaClient(common);
  sqs = new SQSClient(common);
});

afterAll(async () => {
  delete process.env['REELYARD_TEST_LEAK'];
  client.destroy();
  sqs.destroy();
  await cloud.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('a deployed function', () => {
  it('runs in its own process with its own environment and is reused warm', async () => {
    await create('warm');
    expect((await invoke('warm', {})).body).toEqual({ calls: 1, leaked: [], name: 'warm', remaining: true });
    expect((await invoke('warm', {})).body).toMatchObject({ calls: 2 });
  });

  it('runs its new code after an update', async () => {
    await create('updated');
    await client.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'updated', ZipFile: zip('export const handler = () => "new";') }),
    );
    expect((await invoke('updated', {})).body).toBe('new');
  });

  it('keeps the process of its old code for the event at hand and no longer, and a stop of the server takes it along', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reelyard-lambda-'));
    const other = await startLocalCloud({ dir: folder });
    const lambda = new LambdaClient({ endpoint: other.endpoint, region: 'us-east-1', credentials });
    const note = join(dir, 'replaced');
    const source = `
      import { existsSync, appendFileSync } from 'node:fs';
      export const handler = async ({ until }) => {
        appendFileSync(${JSON.stringify(note)}, process.pid + '\\n');
        while (!existsSync(until)) await new Promise((resolve) => setTimeout(resolve, 20));
      };`;
    const update = (text: string) =>
      lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'slow', ZipFile: zip(text) }));
    const begin = (until: string) =>
      lambda.send(
        new InvokeCommand({
          FunctionName: 'slow',
          InvocationType: 'Event',
          Payload: strToU8(JSON.stringify({ until: join(dir, until) })),
        }),
      );
    const pids = (text: string) => text.split('\n').filter(Boolean).map(Number);
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'slow',
        Role: 'arn:aws:iam::000000000000:role/scaler',
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Timeout: 600,
        Code: { ZipFile: zip(source) },
      }),
    );
    await begin('replaced-ends');
    const [first = 0] = pids(await fileSays(note, (text) => pids(text).length === 1));
    await update(`${source}\n`);
    expect(isAlive(first)).toBe(true);
    appendFileSync(join(dir, 'replaced-ends'), '');
    await untilGone(first);

    await begin('never');
    const second = pids(await fileSays(note, (text) => pids(text).length === 2))[1] ?? 0;
    await update(`${source}\n\n`);
    await other.close();
    expect(isAlive(second)).toBe(false);
    lambda.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has its time-out for the event alone, not for the start of its process', async () => {
    const source = `await new Promise((resolve) => setTimeout(resolve, 1_500));
      export const handler = (event, context) => context.getRemainingTimeInMillis() > 0;`;
    await create('slow-start', {}, 1, source);
    expect(await invoke('slow-start', {})).toEqual({ error: undefined, body: true });
  });

  it('reports what its handler threw, a crash and a time-out as function errors', async () => {
    await create('broken');
    expect(await invoke('broken', { fail: true })).toMatchObject({
      error: 'Unhandled',
      body: { errorType: 'TypeError', errorMessage: 'no such reel' },
    });
    expect((await invoke('broken', { crash: true })).body).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect((await invoke('broken', {})).body).toMatchObject({ calls: 1 });
    await create('hanging', {}, 2);
    expect((await invoke('hanging', { hang: true })).body).toMatchObject({ errorType: 'Sandbox.Timedout' });
    expect((await invoke('hanging', {})).body).toMatchObject({ calls: 1 });
  });

  it('dies half way when the control door kills it, and starts anew with the next event', async () => {
    await create('victim');
    const kill = async (name: string): Promise<{ status: number; body: unknown }> => {
      const reply = await fetch(`${cloud.endpoint}/_local/functions/${name}:kill`, { method: 'POST' });
      return { status: reply.status, body: await reply.json() };
    };
    expect(await kill('victim')).toEqual({ status: 200, body: { killed: 0 } });
    const hanging = invoke('victim', { hang: true });
    let killed = 0;
    while (killed === 0) killed = ((await kill('victim')).body as { killed: number }).killed;
    expect((await hanging).body).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect((await invoke('victim', {})).body).toMatchObject({ calls: 1 });
    expect((await kill('nobody')).status).toBe(404);
  });

  it('leaves what it printed in its log group', async () => {
    await client.send(
      new CreateFunctionCommand({
        FunctionName: 'talker',
        Role: 'arn:aws:iam::000000000000:role/scaler',
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        Code: { ZipFile: zip('export const handler = () => console.log("{\\"event\\":\\"said\\"}");') },
      }),
    );
    await invoke('talker', {});
    const read = async () => {
      const reply = await cloud.host
        .call('logs', 'FilterLogEvents', { logGroupName: '/aws/lambda/talker' })
        .catch(() => ({ events: [] }));
      return (reply['events'] as { message: string }[]).map((event) => event.message);
    };
    await fileSays(join(dir, 'function-logs', 'talker.log'), (text) => text.includes('said'));
    while ((await read()).length === 0) await turn();
    expect(await read()).toEqual(['{"event":"said"}']);
  });

  it('runs, and the server with it, when its log file cannot be written', async () => {
    mkdirSync(join(dir, 'function-logs', 'mute.log'), { recursive: true });
    await create('mute');
    expect((await invoke('mute', {})).body).toMatchObject({ calls: 1 });
  });

  it('keeps asynchronous events until there is room under its reserved concurrency', async () => {
    await create('queued');
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'queued', ReservedConcurrentExecutions: 1 }));
    const note = join(dir, 'note');
    for (let i = 0; i < 3; i += 1)
      await client.send(
        new InvokeCommand({
          FunctionName: 'queued',
          InvocationType: 'Event',
          Payload: strToU8(JSON.stringify({ note })),
        }),
      );
    expect(await fileSays(note, (text) => text.length === 3)).toBe('xxx');
  });

  it('gets the messages of its queue in batches, and they are gone after success', async () => {
    const note = join(dir, 'batches');
    await create('consumer', { NOTE: note });
    const queue = await sqs.send(new CreateQueueCommand({ QueueName: 'lifecycle' }));
    await client.send(
      new CreateEventSourceMappingCommand({
        FunctionName: 'consumer',
        EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:lifecycle',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    );
    await sqs.send(new SendMessageCommand({ QueueUrl: queue.QueueUrl, MessageBody: 'a' }));
    await fileSays(note, (text) => text.includes('a;'));
    await sqs.send(new SendMessageCommand({ QueueUrl: queue.QueueUrl, MessageBody: 'b' }));
    await fileSays(note, (text) => text.includes('b;'));
    const left = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queue.QueueUrl, AttributeNames: ['All'] }));
    expect(Number(left.Attributes?.['ApproximateNumberOfMessages'])).toBe(0);
  });
});
