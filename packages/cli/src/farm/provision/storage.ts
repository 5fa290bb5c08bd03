/** The ledger's table and the two buckets. */
import { CreateTableCommand, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { ledgerTable } from '@reelyard/ledger';
import { type ProvisionContext, unlessThere } from './context.ts';

export async function provisionStorage({ names, clients }: ProvisionContext): Promise<void> {
  const table: CreateTableCommandInput = ledgerTable(names.table);
  await unlessThere(() => clients.dynamo.send(new CreateTableCommand(table)), 'ResourceInUseException');
  for (const bucket of [names.artifactBucket, names.engineBucket])
    await unlessThere(
      () => clients.s3.send(new CreateBucketCommand({ Bucket: bucket })),
      'BucketAlreadyOwnedByYou',
      'BucketAlreadyExists',
    );
}
