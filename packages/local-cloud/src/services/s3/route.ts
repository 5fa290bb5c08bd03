/**
 * Which action a REST request means: by method, by whether path names a key, and by the subresource in its query. A
 * subresource that is not emulated is refused: taking `?acl` for the object itself would overwrite it.
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
import { copyObject, putObject } from './put-object.ts';
import { s3Error } from './s3-error.ts';
import { deleteTagging, getTagging, putTagging } from './tagging.ts';
import { type Target } from './target.ts';

const refused = [
  ...['accelerate', 'acl', 'analytics', 'attributes', 'intelligent-tiering', 'inventory', 'legal-hold', 'metrics'],
  ...['object-lock', 'policyStatus', 'replication', 'requestPayment', 'restore', 'retention', 'select', 'session'],
  ...['torrent', 'versionId', 'versions', 'website', 'append', 'renameObject'],
];

export function findAction({ bucket, key }: Target, request: ServiceRequest): S3Action {
  const unknown = refused.find((name) => request.query.has(name));
  if (unknown !== undefined) throw s3Error('NotImplemented', { Header: unknown });
  const action = bucket === '' ? ofService(request) : key === '' ? ofBucket(request) : ofObject(request);
  if (!action) throw s3Error('MethodNotAllowed', { Method: request.method });
  return action;
}

function ofService({ method }: ServiceRequest): S3Action | undefined {
  return method === 'GET' ? manage.listBuckets : undefined;
}

function ofBucket({ method, query }: ServiceRequest): S3Action | undefined {
  const kind = Object.keys(manage.documents).find((name) => query.has(name));
  if (kind !== undefined) return ofDocument(method, kind);
  switch (method) {
    case 'GET':
      if (query.has('location')) return manage.getLocation;
      if (query.has('uploads')) return listUploads;
      return query.get('list-type') === '2' ? listObjectsV2 : listObjects;
    case 'PUT':
      return manage.createBucket;
    case 'HEAD':
      return manage.headBucket;
    case 'DELETE':
      return manage.deleteBucket;
    default:
      return method === 'POST' && query.has('delete') ? deleteObjects : undefined;
  }
}

function ofDocument(method: string, kind: string): S3Action | undefined {
  if (method === 'GET') return (depot, target) => manage.getDocument(depot, target, kind);
  if (method === 'PUT') return (depot, target, request) => manage.putDocument(depot, target, kind, request);
  if (method === 'DELETE') return (depot, target) => manage.deleteDocument(depot, target, kind);
  return undefined;
}

function ofObject(request: ServiceRequest): S3Action | undefined {
  const { method, query } = request;
  const isUpload = query.has('uploadId');
  switch (method) {
    case 'GET':
      if (isUpload) return listParts;
      return query.has('tagging') ? getTagging : getObject;
    case 'HEAD':
      return getObject;
    case 'PUT':
      return ofObjectPut(request);
    case 'POST':
      if (query.has('uploads')) return createUpload;
      return isUpload ? completeUpload : undefined;
    case 'DELETE':
      if (isUpload) return abortUpload;
      return query.has('tagging') ? deleteTagging : deleteObject;
    default:
      return undefined;
  }
}

function ofObjectPut({ query, headers }: ServiceRequest): S3Action {
  const isCopy = headers['x-amz-copy-source'] !== undefined;
  if (query.has('uploadId')) return isCopy ? copyPart : uploadPart;
  if (query.has('tagging')) return putTagging;
  return isCopy ? copyObject : putObject;
}
