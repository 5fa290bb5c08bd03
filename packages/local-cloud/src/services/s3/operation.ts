/**
 * Which operation a REST request means: by method, by whether its path names a bucket or a key, and by the subresource
 * in its query. Pure, and as cheap as a look at the query. Names: S3 API reference.
 */
import { type RestCall } from '../../service.ts';

/** Subresources of a bucket that are documents → what their operations are called. */
export const bucketDocuments: Readonly<Record<string, string>> = {
  policy: 'BucketPolicy',
  versioning: 'BucketVersioning',
  encryption: 'BucketEncryption',
  publicAccessBlock: 'PublicAccessBlock',
  lifecycle: 'BucketLifecycleConfiguration',
  tagging: 'BucketTagging',
  cors: 'BucketCors',
  ownershipControls: 'BucketOwnershipControls',
  notification: 'BucketNotificationConfiguration',
  logging: 'BucketLogging',
};

/** @returns empty when there is no such operation. */
export function operationOf(call: RestCall): string {
  const { path } = call;
  if (path.length <= 1 || path[1] === '/') return call.method === 'GET' ? 'ListBuckets' : '';
  const slash = path.indexOf('/', 1);
  return slash < 0 || slash === path.length - 1 ? ofBucket(call) : ofObject(call);
}

const verbs: Readonly<Record<string, string>> = { GET: 'Get', PUT: 'Put', DELETE: 'Delete' };

function ofBucket({ method, query }: RestCall): string {
  const kind = Object.keys(bucketDocuments).find((name) => query.has(name));
  if (kind !== undefined) return verbs[method] === undefined ? '' : `${verbs[method]}${bucketDocuments[kind] ?? ''}`;
  switch (method) {
    case 'GET':
      if (query.has('location')) return 'GetBucketLocation';
      if (query.has('uploads')) return 'ListMultipartUploads';
      return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
    case 'PUT':
      return 'CreateBucket';
    case 'HEAD':
      return 'HeadBucket';
    case 'DELETE':
      return 'DeleteBucket';
    default:
      return method === 'POST' && query.has('delete') ? 'DeleteObjects' : '';
  }
}

function ofObject(call: RestCall): string {
  const { method, query } = call;
  const isUpload = query.has('uploadId');
  switch (method) {
    case 'GET':
      if (isUpload) return 'ListParts';
      return query.has('tagging') ? 'GetObjectTagging' : 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      return ofObjectPut(call);
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload';
      return isUpload ? 'CompleteMultipartUpload' : '';
    case 'DELETE':
      if (isUpload) return 'AbortMultipartUpload';
      return query.has('tagging') ? 'DeleteObjectTagging' : 'DeleteObject';
    default:
      return '';
  }
}

function ofObjectPut({ query, headers }: RestCall): string {
  const isCopy = headers['x-amz-copy-source'] !== undefined;
  if (query.has('uploadId')) return isCopy ? 'UploadPartCopy' : 'UploadPart';
  if (query.has('tagging')) return 'PutObjectTagging';
  return isCopy ? 'CopyObject' : 'PutObject';
}
