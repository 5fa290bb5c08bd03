/** The lanes as SQS queues. Message group is the tenant, so one tenant's burst does not starve the others (fair queues). */
import { GetQueueAttributesCommand, type SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { type Doorbell, FarmError, type Lane } from '@reelyard/contracts';
import { type Bell, type LaneQueues } from '../ports.ts';

export function createSqsLanes(client: SQSClient, urls: Readonly<Record<Lane, string>>): LaneQueues {
  return {
    async send(lane, bells) {
      const Entries = bells.map((bell, index) => entryOf(bell, index));
      const reply = await asked(() => client.send(new SendMessageBatchCommand({ QueueUrl: urls[lane], Entries })));
      const failed = new Set((reply.Failed ?? []).map((entry) => entry.Id));
      return bells.map((_, index) => !failed.has(String(index)));
    },
    async depth(lane) {
      const reply = await asked(() =>
        client.send(new GetQueueAttributesCommand({ QueueUrl: urls[lane], AttributeNames: [...depthAttributes] })),
      );
      return depthAttributes.reduce((sum, name) => sum + Number(reply.Attributes?.[name] ?? 0), 0);
    },
  };
}

const depthAttributes = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

function entryOf({ tenant, job, n, traceparent }: Bell, index: number) {
  const body: Doorbell = { v: 1, tenant, job, task: n };
  const trace = { traceparent: { DataType: 'String', StringValue: traceparent } };
  return {
    Id: String(index),
    MessageBody: JSON.stringify(body),
    MessageGroupId: tenant,
    ...(traceparent === undefined ? {} : { MessageAttributes: trace }),
  };
}

async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw new FarmError('queue-unavailable', 'SQS did not take the call', { cause });
  }
}
