/** Lane queues, the doorbell of webhooks, the lifecycle queue and the dead-letter queue. Returns their URLs. */
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { LANES, type Lane } from '@reelyard/contracts';
import { type ProvisionContext } from './context.ts';

export interface QueueUrls {
  lanes: Record<Lane, string>;
  events: string;
  lifecycle: string;
}

/** 14 days, the longest that SQS keeps a message; jobs end by their deadline before that. */
const retentionSeconds = '1209600';
/** A doorbell that agents return is received often; the sweeper rings again for what the dead-letter queue takes. */
const laneReceives = 1_000;
const lifecycleReceives = 10;

export async function provisionQueues(context: ProvisionContext): Promise<QueueUrls> {
  const { names } = context;
  await create(context, names.deadQueue, {});
  const urls = await Promise.all(
    LANES.map(async (lane) => [lane, await create(context, names.laneQueues[lane], redrive(context, laneReceives))]),
  );
  return {
    lanes: Object.fromEntries(urls) as Record<Lane, string>,
    events: await create(context, names.eventsQueue, redrive(context, laneReceives)),
    lifecycle: await create(context, names.lifecycleQueue, redrive(context, lifecycleReceives)),
  };
}

function redrive({ names, region, accountId }: ProvisionContext, maxReceiveCount: number): Record<string, string> {
  const deadLetterTargetArn = `arn:aws:sqs:${region}:${accountId}:${names.deadQueue}`;
  return { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }) };
}

async function create(context: ProvisionContext, name: string, attributes: Record<string, string>): Promise<string> {
  const reply = await context.clients.sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: { MessageRetentionPeriod: retentionSeconds, VisibilityTimeout: '60', ...attributes },
    }),
  );
  return reply.QueueUrl ?? '';
}
