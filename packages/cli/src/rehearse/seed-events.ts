/**
 * The way of a fleet event: rules, the queue that they ring, the mapping that feeds it to its function, and the schedule of the tick. All of it runs
 * on the loopback, where fleet events come from; of SQS only the queues that rules ring are made there, with the attributes they were deployed with.
 */
import {
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateEventSourceMappingCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { CreateScheduleCommand, GetScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { type BetweenClouds, given, nameOf } from './between-clouds.ts';

export interface SeededEvents {
  rules: string[];
  queues: string[];
  schedules: string[];
}

/** Functions are there already. */
export async function seedEvents(clouds: BetweenClouds): Promise<SeededEvents> {
  const { rules, targets } = await seedRules(clouds);
  const queues = [...new Set(targets.filter((arn) => arn.startsWith('arn:aws:sqs:')))];
  for (const arn of queues) await seedQueue(clouds, nameOf(arn));
  await seedMappings(clouds);
  return { rules, queues: queues.map(nameOf), schedules: await seedSchedules(clouds) };
}

async function seedRules({ from, to, prefix }: BetweenClouds): Promise<{ rules: string[]; targets: string[] }> {
  const { Rules = [] } = await from.events.send(new ListRulesCommand({ NamePrefix: prefix }));
  const targets: string[] = [];
  for (const { Name, EventPattern, State } of Rules) {
    await to.events.send(new PutRuleCommand({ Name, EventPattern, State }));
    const { Targets = [] } = await from.events.send(new ListTargetsByRuleCommand({ Rule: Name }));
    await to.events.send(new PutTargetsCommand({ Rule: Name, Targets }));
    targets.push(...Targets.map(({ Arn }) => given(Arn, `target of ${Name}`)));
  }
  return { rules: Rules.map(({ Name = '' }) => Name), targets };
}

const kept = ['VisibilityTimeout', 'MessageRetentionPeriod', 'ReceiveMessageWaitTimeSeconds', 'RedrivePolicy'] as const;

/** With its dead-letter queue, which has none. */
async function seedQueue(clouds: BetweenClouds, name: string): Promise<void> {
  const { from, to } = clouds;
  const { QueueUrl } = await from.sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  const { Attributes = {} } = await from.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  const redrive = Attributes['RedrivePolicy'];
  if (redrive !== undefined) {
    const { deadLetterTargetArn } = JSON.parse(redrive) as { deadLetterTargetArn: string };
    await seedQueue(clouds, nameOf(deadLetterTargetArn));
  }
  const own = kept.flatMap((key) => (Attributes[key] === undefined ? [] : [[key, Attributes[key]]]));
  await to.sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: Object.fromEntries(own) as Record<string, string> }),
  );
}

async function seedMappings({ from, to }: BetweenClouds): Promise<void> {
  const { EventSourceMappings = [] } = await from.lambda.send(new ListEventSourceMappingsCommand({}));
  for (const { FunctionArn = '', EventSourceArn, BatchSize, FunctionResponseTypes } of EventSourceMappings)
    await to.lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: nameOf(FunctionArn),
        EventSourceArn,
        BatchSize,
        FunctionResponseTypes,
      }),
    );
}

async function seedSchedules({ from, to, prefix }: BetweenClouds): Promise<string[]> {
  const { Schedules = [] } = await from.scheduler.send(new ListSchedulesCommand({ NamePrefix: prefix }));
  for (const { Name, GroupName } of Schedules) {
    const known = await from.scheduler.send(new GetScheduleCommand({ Name, GroupName }));
    const { ScheduleExpression, FlexibleTimeWindow, Target, State } = known;
    await to.scheduler.send(new CreateScheduleCommand({ Name, ScheduleExpression, FlexibleTimeWindow, Target, State }));
  }
  return Schedules.map(({ Name = '' }) => Name);
}
