/**
 * What every emulated service is to the server, and what the server offers to it.
 * A service never listens, never opens a file of its own state and never reads a clock directly: it gets a Host.
 */
import { type IncomingMessage } from 'node:http';
import { type ControlRoutes } from './control/routes.ts';
import { type Faults } from './faults/index.ts';
import { type Store } from './store.ts';

/** One AWS call as the server read it off the wire. */
export interface ServiceRequest {
  /** Service name of the credential scope: `sqs`, `dynamodb`, `s3`, `autoscaling`, `ec2`, `sts`, `ssm`, `lambda`, … */
  service: string;
  /** Operation: from `X-Amz-Target` (JSON), `Action` (query), or by `operationOf` (REST); empty when it says none. */
  action: string;
  method: string;
  /** Path as sent, still percent-encoded, without the query string. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  /** The whole body; empty for services that declare `streamsBody`. gzip is already undone. */
  body: Buffer;
  /** The raw request, for services that stream (S3). */
  raw: IncomingMessage;
  /** Access key id that signed the call; `anonymous` when none did. */
  accessKeyId: string;
  /** Request id, echoed in the reply. */
  requestId: string;
  /** Aborts when the client went away. */
  signal: AbortSignal;
  /** A service may name what the call was about (queue, table); the call record counts by it. */
  resource?: string;
}

/** What names the operation of a REST call. */
export type RestCall = Pick<ServiceRequest, 'method' | 'path' | 'query' | 'headers'>;

export interface ServiceReply {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer | NodeJS.ReadableStream;
}

/** An AWS error as a value to throw; the server renders it in the service's own wire format. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Extra members of the error document (e.g. `CancellationReasons`, `Item`). */
  readonly extra: Record<string, unknown>;
  constructor(code: string, message: string, status = 400, extra: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.extra = extra;
  }
}

export type Protocol = 'json-1.0' | 'json-1.1' | 'query-xml' | 'rest-xml' | 'rest-json';

export interface Service {
  /** Credential scope names that it answers. */
  names: readonly string[];
  protocol: Protocol;
  /** True when the service reads `raw` itself (S3). */
  streamsBody?: boolean;
  /** REST services only: the operation that a call means, empty when none. Asked once for each call: to be cheap. */
  operationOf?(call: RestCall): string;
  handle(request: ServiceRequest): Promise<ServiceReply>;
  /** Continue what was under way before a restart (timers, instances). Called once, when the server listens. */
  start?(): Promise<void>;
  /** Stop timers and child processes. */
  stop?(): Promise<void>;
}

/** An EventBridge event on its way to rules. */
export interface CloudEvent {
  source: string;
  'detail-type': string;
  detail: Record<string, unknown>;
  resources: string[];
}

/** What the server gives to each service. */
export interface Host {
  store: Store;
  /** Folder for big objects, instances and logs. */
  dataDir: string;
  accountId: string;
  region: string;
  /** Base URL once listening, `http://127.0.0.1:<port>`. */
  endpoint(): string;
  /** Wall clock in milliseconds; tests replace it. */
  now(): number;
  /** Publish to the default event bus. */
  emit(event: CloudEvent): void;
  /** Invoke another service in this process the way a client would (event targets → SQS, Lambda). */
  call(
    service: string,
    action: string,
    body: Record<string, unknown>,
    /** Ends a long poll early, as a client that goes away would. */
    signal?: AbortSignal,
  ): Promise<Record<string, unknown>>;
  /** JSON line to the server's own log. */
  log(event: string, fields: Record<string, unknown>): void;
  /** Routes below `/_local/` that are not AWS: a service registers its own at construction. */
  control: ControlRoutes;
  /** Faults that tests and chaos runs switched on; services ask for those that only they can play. */
  faults: Faults;
}

/** Every service file exports one of these. */
export type ServiceFactory = (host: Host) => Service;
