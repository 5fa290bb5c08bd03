/** The ledger's table and the two buckets. */
import { CreateTableCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { createLedgerTableInput, LEDGER_TTL_ATTRIBUTE } from '@reelyard/ledger';
import { type ProvisionContext, unlessThere } from './context.ts';

export async function provisionStorage({ names, clients }: ProvisionContext): Promise<void> {
  await unlessThere(async () => {
    await clients.dynamo.send(new CreateTableCommand(createLedgerTableInput(names.table)));
    const TimeToLiveSpecification = { Enabled: true, AttributeName: LEDGER_TTL_ATTRIBUTE };
    await clients.dynamo.send(new UpdateTimeToLiveCommand({ TableName: names.table, TimeToLiveSpecification }));
  }, 'ResourceInUseException');
  for (const bucket of [names.artifactBucket, names.engineBucket])
    await unlessThere(
      () => clients.s3.send(new CreateBucketCommand({ Bucket: bucket })),
      'BucketAlreadyOwnedByYou',
      'BucketAlreadyExists',
    );
}
