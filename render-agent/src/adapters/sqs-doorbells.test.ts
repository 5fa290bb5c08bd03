import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { LANES, type Lane } from '@reelyard/contracts';
import { type LocalCloud, startLocalCloud } from '@reelyard/local-cloud';
import { createLogger, memoryLog, systemClock } from '@reelyard/runtime';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bell } from '../ports.ts';
import { until } from '../testing/test-farm.ts';
import { SqsDoorbells } from './sqs-doorbells.ts';

const dir = mkdtempSync(join(tmpdir(), 'reelyard-bells-'));
const logs = memoryLog();
let cloud: LocalCloud;
let client: SQSClient;
let urls: Record<Lane | 'events', string>;
let bells: SqsDoorbells;
let made = 0;

beforeAll(async () => {
  cloud = await startLocalCloud({ dir });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new SQSClient({ endpoint: cloud.endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
  rmSync(dir, { recursive: true });
});

const makeQueue = async (name: string): Promise<string> => {
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: `${name}-${made}` }));
  return QueueUrl;
};
/** Polls last as long as they may: none ends by itself while a test looks at it. */
const newBells = (queueUrls: Record<Lane, string>, waitSeconds = 20): SqsDoorbells =>
  new SqsDoorbells({
    ...{ client, queueUrls, eventsUrl: urls.events, clock: systemClock, waitSeconds, visibilitySeconds: 60 },
    log: createLogger({ service: 'render-agent', destination: logs }),
  });

beforeEach(async () => {
  made += 1;
  const [express = '', standard = '', bulk = '', events = ''] = await Promise.all([...LANES, 'events'].map(makeQueue));
  urls = { express, standard, bulk, events };
  bells = newBells(urls);
});
afterEach(async () => {
  bells.close();
  await bells.settled();
});

const ring = (lane: Lane, job: string, body = JSON.stringify({ v: 1, tenant: 'acme', job, task: 0 })) =>
  client.send(new SendMessageCommand({ QueueUrl: urls[lane], MessageBody: body }));
const receive = async (signal = new AbortController().signal): Promise<Bell> => {
  for (;;) {
    const received = await bells.receive(signal);
    if (received.kind === 'bell') return received.bell;
  }
};
const counts = async (lane: Lane): Promise<{ visible: number; hidden: number }> => {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: urls[lane], AttributeNames: ['All'] }),
  );
  return {
    visible: Number(Attributes?.['ApproximateNumberOfMessages']),
    hidden: Number(Attributes?.['ApproximateNumberOfMessagesNotVisible']),
  };
};

describe('doorbells over SQS', () => {
  it('answers the highest lane first, and leaves the others to everybody', async () => {
    await ring('bulk', 'job_b');
    await ring('standard', 'job_s');
    await ring('express', 'job_e');
    const bell = await receive();
    expect(bell).toMatchObject({ lane: 'express', ref: { tenant: 'acme', job: 'job_e', n: 0 } });
    await until(
      'the others are visible again',
      async () => (await counts('bulk')).visible + (await counts('standard')).visible === 2,
    );
  });

  it('brings a bell that rings during the poll', async () => {
    const received = receive();
    await until('all lanes are polled', () => bells.outstanding() === 3);
    await ring('standard', 'job_1');
    expect((await received).ref.job).toBe('job_1');
  });

  it('forgets a message that was discarded, and returns one that was given back', async () => {
    await ring('standard', 'job_1');
    await (await receive()).giveBack(0);
    const again = await receive();
    await again.discard();
    await until('the lane is empty', async () => {
      const { visible, hidden } = await counts('standard');
      return visible + hidden === 0;
    });
  });

  it('gives back what a poll brings after the agent stopped listening', async () => {
    const stop = new AbortController();
    const received = bells.receive(stop.signal);
    await until('all lanes are polled', () => bells.outstanding() === 3);
    stop.abort();
    expect(await received).toEqual({ kind: 'nothing' });
    expect(bells.outstanding()).toBe(3);
    expect(bells.listening()).toBe(0);
    await ring('standard', 'job_1');
    await until('the poll has ended', () => bells.outstanding() === 2);
    await until('it is visible to others', async () => (await counts('standard')).visible === 1);
  });

  it('throws a message away that is no doorbell', async () => {
    await ring('standard', 'job_1', 'not a doorbell');
    await ring('standard', 'job_2');
    expect((await receive()).ref.job).toBe('job_2');
    await until('it is logged', () => logs.records.some(({ event }) => event === 'queue.strange-message'));
  });

  it('does not wait for a queue that takes the call and never answers', async () => {
    bells = newBells(urls, 2);
    cloud.host.faults.add({ id: 'silent', kind: 'never', match: { service: 'sqs' } });
    try {
      const startedAt = performance.now();
      expect(await bells.receive(new AbortController().signal)).toMatchObject({ kind: 'unreachable' });
      expect(performance.now() - startedAt).toBeGreaterThan(2_000);
    } finally {
      cloud.host.faults.remove('silent');
    }
  }, 30_000);

  it('says which lanes cannot be reached, and goes on with the others', async () => {
    bells.close();
    bells = newBells({ ...urls, express: `${urls.express}-gone` });
    const stop = new AbortController();
    expect(await bells.receive(stop.signal)).toEqual({ kind: 'unreachable', lanes: ['express'] });
    await ring('bulk', 'job_b');
    expect((await receive()).ref.job).toBe('job_b');
  });

  it('rings the events queue', async () => {
    await bells.ringEvents({ tenant: 'acme', job: 'job_1' });
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: urls.events }));
    expect(JSON.parse(Messages?.[0]?.Body ?? '')).toEqual({ v: 1, tenant: 'acme', job: 'job_1' });
  });
});
