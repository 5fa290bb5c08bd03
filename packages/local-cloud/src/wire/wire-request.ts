/**
 * A ServiceRequest over the raw message. What most calls never look at (query, abort signal) is made on first use:
 * the server's budget is a fraction of a millisecond of CPU a call.
 */
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type ServiceRequest } from '../service.ts';

export class WireRequest implements ServiceRequest {
  readonly service: string;
  readonly accessKeyId: string;
  readonly method: string;
  readonly path: string;
  readonly raw: IncomingMessage;
  readonly requestId: string = randomUUID();
  action = '';
  body: Buffer = noBody;
  resource?: string;
  readonly #response: ServerResponse;
  readonly #queryText: string;
  #query: URLSearchParams | undefined;
  #abort: AbortController | undefined;

  constructor(raw: IncomingMessage, response: ServerResponse, caller: { service: string; accessKeyId: string }) {
    const url = raw.url ?? '/';
    const mark = url.indexOf('?');
    this.raw = raw;
    this.#response = response;
    this.service = caller.service;
    this.accessKeyId = caller.accessKeyId;
    this.method = raw.method ?? 'GET';
    this.path = mark < 0 ? url : url.slice(0, mark);
    this.#queryText = mark < 0 ? '' : url.slice(mark + 1);
  }

  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(this.#queryText);
    return this.#query;
  }

  /** Where in the caller's code the call is made, as its user agent says: `md/site#reaper.reap`; empty when it does not. */
  get site(): string {
    const agent = this.raw.headers['user-agent'] ?? '';
    const at = agent.lastIndexOf(SITE);
    return at < 0 ? '' : agent.slice(at + SITE.length);
  }

  /** One per call of an SDK, the same each time that it is tried; empty when the caller is none. */
  get invocation(): string {
    return String(this.raw.headers['amz-sdk-invocation-id'] ?? '');
  }

  get headers(): Record<string, string> {
    return this.raw.headers as Record<string, string>;
  }

  /** Aborts when the client goes away before it was answered. */
  get signal(): AbortSignal {
    if (!this.#abort) {
      const abort = new AbortController();
      this.#abort = abort;
      if (this.raw.socket.destroyed) abort.abort();
      else this.#response.once('close', () => this.#response.writableFinished || abort.abort());
    }
    return this.#abort.signal;
  }
}

const SITE = ' md/site#';
const noBody = Buffer.alloc(0);
