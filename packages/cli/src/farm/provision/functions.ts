/** The scaler's two functions from one zip, what invokes them, and the queue between fleet events and `lifecycle`. */
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateScheduleCommand } from '@aws-sdk/client-scheduler';
import { type ProvisionContext, unlessThere } from './context.ts';

/** Both loop inside one invocation for windows of 50 s; the schedule's may wait as long again for a window that a kick opened. */
const windowTimeoutSeconds = 120;

/** Events that move an instance's bootstrap or drain on; each is best effort, the tick reconciles. */
const fleetEvents: Record<string, unknown> = {
  'reelyard-lifecycle-actions': {
    source: ['aws.autoscaling'],
    'detail-type': [
      'EC2 Instance-launch Lifecycle Action',
      'EC2 Instance-terminate Lifecycle Action',
      'EC2 Instance Launch Unsuccessful',
    ],
  },
  'reelyard-command-status': {
    source: ['aws.ssm'],
    'detail-type': ['EC2 Command Invocation Status-change Notification'],
  },
  'reelyard-spot': {
    source: ['aws.ec2'],
    'detail-type': ['EC2 Spot Instance Interruption Warning', 'EC2 Instance Rebalance Recommendation'],
  },
};

export async function provisionFunctions(
  context: ProvisionContext,
  zip: Uint8Array,
  environment: Record<string, string>,
): Promise<void> {
  const { names, clients } = context;
  const common = { zip, environment, timeoutSeconds: windowTimeoutSeconds };
  await putFunction(context, { name: names.scaleFunction, handler: 'index.scale', ...common });
  await putFunction(context, { name: names.lifecycleFunction, handler: 'index.lifecycle', ...common });
  await clients.lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: names.scaleFunction, ReservedConcurrentExecutions: 2 }),
  );
  await provisionTriggers(context);
}

interface FunctionSettings {
  name: string;
  handler: string;
  zip: Uint8Array;
  environment: Record<string, string>;
  timeoutSeconds: number;
}

export async function putFunction(
  { clients, accountId }: Pick<ProvisionContext, 'clients' | 'accountId'>,
  { name, handler, zip, environment, timeoutSeconds }: FunctionSettings,
): Promise<void> {
  const settings = {
    FunctionName: name,
    Handler: handler,
    Runtime: 'nodejs22.x' as const,
    Role: `arn:aws:iam::${accountId}:role/${name}`,
    Timeout: timeoutSeconds,
    MemorySize: 256,
    Environment: { Variables: environment },
  };
  await unlessThere(async () => {
    await clients.lambda.send(new CreateFunctionCommand({ ...settings, Code: { ZipFile: zip } }));
  }, 'ResourceConflictException');
  await clients.lambda.send(new UpdateFunctionConfigurationCommand(settings));
  await clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zip }));
}

async function provisionTriggers({ names, clients, region, accountId }: ProvisionContext): Promise<void> {
  const queueArn = `arn:aws:sqs:${region}:${accountId}:${names.lifecycleQueue}`;
  for (const [rule, pattern] of Object.entries(fleetEvents)) {
    await clients.events.send(new PutRuleCommand({ Name: rule, EventPattern: JSON.stringify(pattern) }));
    await clients.events.send(new PutTargetsCommand({ Rule: rule, Targets: [{ Id: 'lifecycle', Arn: queueArn }] }));
  }
  await unlessThere(
    () =>
      clients.lambda.send(
        new CreateEventSourceMappingCommand({
          FunctionName: names.lifecycleFunction,
          EventSourceArn: queueArn,
          BatchSize: 10,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        }),
      ),
    'ResourceConflictException',
  );
  const functionArn = `arn:aws:lambda:${region}:${accountId}:function:${names.scaleFunction}`;
  await unlessThere(
    () =>
      clients.scheduler.send(
        new CreateScheduleCommand({
          Name: names.scaleFunction,
          ScheduleExpression: 'rate(1 minute)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: {
            Arn: functionArn,
            RoleArn: `arn:aws:iam::${accountId}:role/${names.scaleFunction}-schedule`,
            Input: '{}',
          },
        }),
      ),
    'ConflictException',
  );
}
