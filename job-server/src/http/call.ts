/** A request as a route sees it: authenticated, with its parts in reach. */
import { type IncomingHttpHeaders } from 'node:http';
import { type JsonReading } from './read-json.ts';
import { type Reply } from './reply.ts';

export interface Call {
  readonly tenant: string;
  readonly params: Readonly<Record<string, string | string[] | undefined>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readBody(): Promise<JsonReading>;
}

export type Route = (call: Call) => Promise<Reply>;

const jobId = /^job_[0-9A-HJKMNP-TV-Z]{26}$/;

/** The job id of the path; undefined when it cannot be one. */
export function findJobId({ params }: Call): string | undefined {
  const id = params['id'];
  return typeof id === 'string' && jobId.test(id) ? id : undefined;
}

const traceparent = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** W3C trace context of the client; what is not well-formed counts as absent. */
export function findTraceparent({ headers }: Call): string | undefined {
  const value = headers['traceparent'];
  return typeof value === 'string' && traceparent.test(value) ? value : undefined;
}
