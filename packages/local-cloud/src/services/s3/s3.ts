/** S3 as clients see it: REST, path style. Unsigned calls are refused; presigned URLs must be genuine and in time. */
import { type Host, type Service, type ServiceReply, type ServiceRequest } from '../../service.ts';
import { Depot } from './depot.ts';
import { operationOf } from './operation.ts';
import { checkPresigned, isPresigned, presignedHeaders } from './presigned.ts';
import { findAction } from './route.ts';
import { s3Error } from './s3-error.ts';
import { parseTarget, type Target } from './target.ts';

export function s3(host: Host): Service {
  const depot = new Depot(host);
  return {
    names: ['s3'],
    protocol: 'rest-xml',
    streamsBody: true,
    operationOf,
    handle: (request) => answer(depot, request),
  };
}

async function answer(depot: Depot, sent: ServiceRequest): Promise<ServiceReply> {
  const target = parseTarget(sent.path);
  const request = authorize(sent, depot.host.now());
  const reply = await act(depot, target, request);
  return { ...reply, headers: { 'x-amz-request-id': request.requestId, ...reply.headers } };
}

/** What a reply or a refusal tells may rest on a write of this turn, which must be on disk before it is told. */
async function act(depot: Depot, target: Target, request: ServiceRequest): Promise<ServiceReply> {
  try {
    return await findAction(request)(depot, target, request);
  } finally {
    await depot.host.store.settled();
  }
}

function authorize(request: ServiceRequest, now: number): ServiceRequest {
  if (!isPresigned(request.query)) {
    if (request.accessKeyId === 'anonymous') throw s3Error('AccessDenied');
    return request;
  }
  checkPresigned(request, now);
  const { service, action, method, path, query, body, raw, accessKeyId, requestId, signal } = request;
  const headers = presignedHeaders(request);
  return { service, action, method, path, query, headers, body, raw, accessKeyId, requestId, signal };
}
