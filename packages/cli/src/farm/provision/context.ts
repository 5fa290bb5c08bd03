/** What every provisioning step works with. All of them are idempotent: a second run on the same state changes nothing. */
import { type Names } from '@reelyard/infra';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

export interface Clients {
  dynamo: DynamoDBClient;
  sqs: SQSClient;
  s3: S3Client;
  ssm: SSMClient;
  ec2: EC2Client;
  autoScaling: AutoScalingClient;
  lambda: LambdaClient;
  events: EventBridgeClient;
  scheduler: SchedulerClient;
}

export interface ProvisionContext {
  names: Names;
  clients: Clients;
  region: string;
  accountId: string;
}

/** Clients of an operator on the loopback: the one place of the command line that names endpoint and credentials itself. */
export function createClients(endpoint: string, region: string): Clients {
  const common = { endpoint, region, credentials: { accessKeyId: 'operator', secretAccessKey: 'local' } };
  return {
    dynamo: new DynamoDBClient(common),
    sqs: new SQSClient(common),
    s3: new S3Client({ ...common, forcePathStyle: true }),
    ssm: new SSMClient(common),
    ec2: new EC2Client(common),
    autoScaling: new AutoScalingClient(common),
    lambda: new LambdaClient(common),
    events: new EventBridgeClient(common),
    scheduler: new SchedulerClient(common),
  };
}

export function destroyClients(clients: Clients): void {
  for (const client of Object.values(clients) as { destroy(): void }[]) client.destroy();
}

/** Runs `create`; an error with one of these names means that it was there already. */
export async function unlessThere(create: () => Promise<unknown>, ...names: string[]): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof Error) || !names.includes(error.name)) throw error;
  }
}
