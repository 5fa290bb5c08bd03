/**
 * From an operation to the action that does it. A subresource that is not emulated is refused: taking `?acl` for the
 * object itself would overwrite it.
 */
import { type ServiceRequest } from '../../service.ts';
import { copyPart } from './copy-part.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { type S3Action } from './depot.ts';
import { getObject } from './get-object.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import { listParts, listUploads } from './list-uploads.ts';
import * as manage from './manage-buckets.ts';
import { abortUpload, completeUpload, createUpload, uploadPart } from './multipart.ts';
import { bucketDocuments, operationOf } from './operation.ts';
import { copyObject, putObject } from './put-object.ts';
import { s3Error } from './s3-error.ts';
import { deleteTagging, getTagging, putTagging } from './tagging.ts';

const refused = [
  ...['accelerate', 'acl', 'analytics', 'attributes', 'intelligent-tiering', 'inventory', 'legal-hold', 'metrics'],
  ...['object-lock', 'policyStatus', 'replication', 'requestPayment', 'restore', 'retention', 'select', 'session'],
  ...['torrent', 'versionId', 'versions', 'website', 'append', 'renameObject'],
];

const actions = new Map<string, S3Action>([
  ['ListBuckets', manage.listBuckets],
  ['CreateBucket', manage.createBucket],
  ['HeadBucket', manage.headBucket],
  ['DeleteBucket', manage.deleteBucket],
  ['GetBucketLocation', manage.getLocation],
  ['ListObjects', listObjects],
  ['ListObjectsV2', listObjectsV2],
  ['DeleteObjects', deleteObjects],
  ['GetObject', getObject],
  ['HeadObject', getObject],
  ['PutObject', putObject],
  ['CopyObject', copyObject],
  ['DeleteObject', deleteObject],
  ['GetObjectTagging', getTagging],
  ['PutObjectTagging', putTagging],
  ['DeleteObjectTagging', deleteTagging],
  ['CreateMultipartUpload', createUpload],
  ['UploadPart', uploadPart],
  ['UploadPartCopy', copyPart],
  ['CompleteMultipartUpload', completeUpload],
  ['AbortMultipartUpload', abortUpload],
  ['ListParts', listParts],
  ['ListMultipartUploads', listUploads],
  ...Object.entries(bucketDocuments).flatMap(([kind, noun]): [string, S3Action][] => [
    [`Get${noun}`, (depot, target) => manage.getDocument(depot, target, kind)],
    [`Put${noun}`, (depot, target, request) => manage.putDocument(depot, target, kind, request)],
    [`Delete${noun}`, (depot, target) => manage.deleteDocument(depot, target, kind)],
  ]),
]);

export function findAction(request: ServiceRequest): S3Action {
  const unknown = refused.find((name) => request.query.has(name));
  if (unknown !== undefined) throw s3Error('NotImplemented', { Header: unknown });
  const action = actions.get(operationOf(request));
  if (!action) throw s3Error('MethodNotAllowed', { Method: request.method });
  return action;
}
