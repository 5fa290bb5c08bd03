/**
 * AWS SDK clients with one connection policy. Endpoints, region and credentials come from the standard SDK environment
 * alone, so local, rehearsal and production differ in nothing else.
 */
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { tellCallSites } from './call-site.ts';

export interface ConnectionPolicy {
  /** Reused sockets per endpoint. */
  maxSockets?: number;
  connectionTimeoutMs?: number;
  /** Whole request; keep it above the 20 s of a long poll for SQS. */
  requestTimeoutMs?: number;
  maxAttempts?: number;
}

/**
 * Options for any SDK client: keep-alive sockets and bounded waiting. A call is given up when nothing was answered within its bound, and when
 * an answer has begun and stands still for as long; the SDK only warns of the first by itself and knows no bound for the second.
 */
export function connection(policy: ConnectionPolicy = {}): { requestHandler: NodeHttpHandler; maxAttempts: number } {
  const sockets = { keepAlive: true, maxSockets: policy.maxSockets ?? 128 };
  const requestTimeout = shortenedMs() ?? policy.requestTimeoutMs ?? 10_000;
  return {
    requestHandler: new NodeHttpHandler({
      connectionTimeout: policy.connectionTimeoutMs ?? 3_000,
      requestTimeout,
      throwOnRequestTimeout: true,
      socketTimeout: requestTimeout,
      httpAgent: new HttpAgent(sockets),
      httpsAgent: new HttpsAgent(sockets),
    }),
    maxAttempts: policy.maxAttempts ?? 3,
  };
}

/** `AWS_CALL_MS` bounds every call of a process, as a farm under test with short timers needs it; without it each client has its own bound. */
function shortenedMs(): number | undefined {
  const given = Number(process.env['AWS_CALL_MS'] ?? '');
  return Number.isSafeInteger(given) && given > 0 ? given : undefined;
}

export const dynamoClient = (policy?: ConnectionPolicy): DynamoDBClient =>
  tellCallSites(new DynamoDBClient(connection(policy)));

/** Long polls last 20 s, so the request bound is above that. Message digests are left to TLS: hashing each doorbell again costs CPU. */
export const sqsClient = (policy?: ConnectionPolicy): SQSClient =>
  tellCallSites(new SQSClient({ ...connection({ requestTimeoutMs: 30_000, ...policy }), md5: false }));

/** Path style when the endpoint is given: an emulated S3 on an IP has no host-style buckets. */
export const s3Client = (policy?: ConnectionPolicy): S3Client =>
  tellCallSites(
    new S3Client({
      ...connection({ requestTimeoutMs: 120_000, ...policy }),
      forcePathStyle: process.env['AWS_ENDPOINT_URL'] !== undefined || process.env['AWS_ENDPOINT_URL_S3'] !== undefined,
    }),
  );

export const autoScalingClient = (policy?: ConnectionPolicy): AutoScalingClient =>
  tellCallSites(new AutoScalingClient(connection(policy)));
export const ec2Client = (policy?: ConnectionPolicy): EC2Client => tellCallSites(new EC2Client(connection(policy)));
export const ssmClient = (policy?: ConnectionPolicy): SSMClient => tellCallSites(new SSMClient(connection(policy)));
export const stsClient = (policy?: ConnectionPolicy): STSClient => tellCallSites(new STSClient(connection(policy)));
export const lambdaClient = (policy?: ConnectionPolicy): LambdaClient =>
  tellCallSites(new LambdaClient(connection(policy)));
