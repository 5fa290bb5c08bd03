/** Creating, finding and removing buckets, and the documents set on them, which come back as they were sent. */
import { AwsError, type ServiceReply, type ServiceRequest } from '../../service.ts';
import { readBody } from '../../wire/read-body.ts';
import { type Depot } from './depot.ts';
import { s3Error } from './s3-error.ts';
import { isBucketName, type Target } from './target.ts';
import { xmlReply } from './xml.ts';

const maxDocumentBytes = 1024 ** 2;

/** Subresources of a bucket, with the error when nothing was set; without one there is a default document. */
const documents: Record<string, { missing: string } | { root: string }> = {
  policy: { missing: 'NoSuchBucketPolicy' },
  versioning: { root: 'VersioningConfiguration' },
  encryption: { missing: 'ServerSideEncryptionConfigurationNotFoundError' },
  publicAccessBlock: { missing: 'NoSuchPublicAccessBlockConfiguration' },
  lifecycle: { missing: 'NoSuchLifecycleConfiguration' },
  tagging: { missing: 'NoSuchTagSet' },
  cors: { missing: 'NoSuchCORSConfiguration' },
  ownershipControls: { missing: 'OwnershipControlsNotFoundError' },
  notification: { root: 'NotificationConfiguration' },
  logging: { root: 'BucketLoggingStatus' },
};

export async function listBuckets(depot: Depot): Promise<ServiceReply> {
  const Bucket = depot.buckets
    .list()
    .map(({ name, createdAt }) => ({ Name: name, CreationDate: new Date(createdAt).toISOString() }));
  return xmlReply('ListAllMyBucketsResult', { Owner: { ID: depot.host.accountId }, Buckets: { Bucket } });
}

/** Creating one's own bucket again succeeds, as it does in us-east-1. */
export async function createBucket(depot: Depot, { bucket }: Target, { raw }: ServiceRequest): Promise<ServiceReply> {
  await readBody(raw);
  if (!isBucketName(bucket)) throw s3Error('InvalidBucketName', { BucketName: bucket });
  await depot.host.store.write(() => {
    if (!depot.buckets.has(bucket)) depot.buckets.add(bucket, depot.host.now());
  });
  return { status: 200, headers: { location: `/${bucket}` } };
}

export async function headBucket(depot: Depot, { bucket }: Target): Promise<ServiceReply> {
  depot.buckets.check(bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': depot.host.region } };
}

export async function deleteBucket(depot: Depot, { bucket }: Target): Promise<ServiceReply> {
  const segments = await depot.host.store.write(() => {
    depot.buckets.check(bucket);
    if (!depot.objects.isEmpty(bucket)) throw s3Error('BucketNotEmpty', { BucketName: bucket });
    const uploads = depot.uploads.list(bucket);
    const parts = uploads.flatMap(({ id }) => depot.uploads.listParts(id));
    for (const { id } of uploads) depot.uploads.remove(id);
    depot.buckets.remove(bucket);
    return parts.map(({ segment }) => segment);
  });
  depot.contents.discard(bucket, segments);
  await depot.contents.removeBucket(bucket);
  return { status: 204 };
}

export async function getLocation(depot: Depot, { bucket }: Target): Promise<ServiceReply> {
  depot.buckets.check(bucket);
  const { body, ...reply } = xmlReply('LocationConstraint', {});
  const isDefault = depot.host.region === 'us-east-1';
  return { ...reply, body: String(body).replace('></', `>${isDefault ? '' : depot.host.region}</`) };
}

export async function getDocument(depot: Depot, { bucket }: Target, kind: string): Promise<ServiceReply> {
  depot.buckets.check(bucket);
  const document = depot.buckets.findDocument(bucket, kind);
  const contentType = kind === 'policy' ? 'application/json' : 'application/xml';
  if (document !== undefined) return { status: 200, headers: { 'content-type': contentType }, body: document };
  const known = documents[kind];
  if (known && 'root' in known) return xmlReply(known.root, {});
  const code = known?.missing ?? 'NotImplemented';
  throw new AwsError(code, `The ${kind} configuration was not found`, 404, { BucketName: bucket });
}

export async function putDocument(
  depot: Depot,
  { bucket }: Target,
  kind: string,
  { raw }: ServiceRequest,
): Promise<ServiceReply> {
  const body = await readBody(raw);
  depot.buckets.check(bucket);
  if (body.length === 0 || body.length > maxDocumentBytes) throw s3Error('MalformedXML');
  await depot.host.store.write(() => depot.buckets.setDocument(bucket, kind, body.toString('utf8')));
  return { status: kind === 'policy' || kind === 'tagging' ? 204 : 200 };
}

export async function deleteDocument(depot: Depot, { bucket }: Target, kind: string): Promise<ServiceReply> {
  depot.buckets.check(bucket);
  await depot.host.store.write(() => depot.buckets.removeDocument(bucket, kind));
  return { status: 204 };
}
