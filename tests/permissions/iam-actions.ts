/**
 * Which permission an API operation needs, where the names differ. A transaction needs the permission of each item's own kind of write;
 * which kinds occurred is not in the call's name, so it stands for all of them. Source: the Service Authorization Reference.
 */
const renamed: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:TransactWriteItems': [
    'dynamodb:ConditionCheckItem',
    'dynamodb:DeleteItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
  ],
  'dynamodb:TransactGetItems': ['dynamodb:GetItem'],
  'dynamodb:BatchWriteItem': ['dynamodb:BatchWriteItem'],
  'sqs:SendMessageBatch': ['sqs:SendMessage'],
  'sqs:DeleteMessageBatch': ['sqs:DeleteMessage'],
  'sqs:ChangeMessageVisibilityBatch': ['sqs:ChangeMessageVisibility'],
  's3:HeadObject': ['s3:GetObject'],
  's3:CreateMultipartUpload': ['s3:PutObject'],
  's3:UploadPart': ['s3:PutObject'],
  's3:CompleteMultipartUpload': ['s3:PutObject'],
  's3:ListObjectsV2': ['s3:ListBucket'],
  'lambda:Invoke': ['lambda:InvokeFunction'],
};

/** Nobody needs a permission to ask who it is. */
const free: ReadonlySet<string> = new Set(['sts:GetCallerIdentity']);

/** @param service credential scope name, which is the prefix of the permission for all services that we call */
export function permissionsFor(service: string, operation: string): readonly string[] {
  const call = `${service}:${operation}`;
  return free.has(call) ? [] : (renamed[call] ?? [call]);
}
