/**
 * Between Express and a route: authenticates, runs the route, writes its reply and one log record. Invariant: every request gets
 * exactly one answer, and a fault of the farm is answered by the total table, never by a stack.
 */
import { FarmError, type KeyScope, isFarmError } from '@reelyard/contracts';
import { type Request, type RequestHandler, type Response } from 'express';
import { type Clock, type Logger, newId } from '@reelyard/runtime';
import { faultTable, type ProblemCode } from '../core/problem-table.ts';
import { type LogEvent, record } from '../log-events.ts';
import { type Authenticator, type Principal, mayDo } from './authenticate.ts';
import { type Route } from './call.ts';
import { type Served } from './measure-submit.ts';
import { type Taken } from './rate-limit.ts';
import { readJson } from './read-json.ts';
import { type requestReader } from './read-request.ts';
import { type Reply, problem } from './reply.ts';

export interface Serving {
  readonly clock: Clock;
  readonly log: Logger;
  readonly authenticator: Authenticator;
  /** Absent: nobody is asked to slow down. */
  readonly limit?: (who: Principal) => Taken | undefined;
  isDraining(): boolean;
}

export interface RouteOptions {
  /** As the log names it: `POST /v1/jobs`. */
  readonly name: string;
  /** What a key must be allowed to do; absent: no key is needed. */
  readonly scope?: KeyScope;
  /** Logs at debug: health checks come every few seconds. */
  readonly isQuiet?: boolean;
  /** Checks path and query; absent: neither matters. */
  readonly read?: ReturnType<typeof requestReader>;
  /** Hears of every answer. */
  readonly measure?: (served: Served) => void;
}

export function serve(route: Route, options: RouteOptions, serving: Serving): RequestHandler {
  const event: LogEvent = options.isQuiet === true ? 'health.completed' : 'request.completed';
  return async (request, response) => {
    const startedAt = serving.clock.monotonic();
    const requestId = findRequestId(request) ?? newId('req', serving.clock.now());
    const { reply, tenant } = await answer(route, options, request, serving, requestId);
    write(response, reply, requestId, serving.isDraining());
    const durationMs = Math.round((serving.clock.monotonic() - startedAt) * 10) / 10;
    options.measure?.({ status: reply.status, durationMs });
    record(serving.log, event, {
      requestId,
      route: options.name,
      status: reply.status,
      durationMs,
      ...(tenant === undefined ? {} : { tenantId: tenant }),
      ...(reply.jobId === undefined ? {} : { jobId: reply.jobId }),
      ...(reply.problem === undefined ? {} : { errCode: reply.problem.code }),
    });
  };
}

interface Answer {
  readonly reply: Reply;
  readonly tenant?: string;
}

async function answer(
  route: Route,
  options: RouteOptions,
  request: Request,
  serving: Serving,
  requestId: string,
): Promise<Answer> {
  let principal: Principal | undefined;
  let taken: Taken | undefined;
  const told = (reply: Reply): Answer => answerOf(reply, principal, taken);
  try {
    if (options.scope !== undefined) {
      principal = await serving.authenticator.authenticate(request.headers);
      if (principal === undefined) return told(unauthorized);
      taken = serving.limit?.(principal);
      if (taken?.isRefused) return told(rateLimited);
      if (!mayDo(principal.scope, options.scope)) return told(forbidden(principal.scope, options.scope));
    }
    const reading = options.read?.(request) ?? { kind: 'read', params: {}, query: {} };
    if (reading.kind === 'refused') return told(reading.reply);
    const { params, query } = reading;
    const who = principal === undefined ? { tenant: '' } : { tenant: principal.tenant, principal };
    return told(
      await route({
        ...who,
        params,
        query,
        headers: request.headers,
        gone: () => signalOf(request),
        readBody: () => readJson(request),
        request: () => request,
      }),
    );
  } catch (error) {
    return told(replyToFault(error, { requestId, route: options.name }, serving.log));
  }
}

function answerOf(reply: Reply, principal: Principal | undefined, taken: Taken | undefined): Answer {
  if (principal === undefined) return { reply };
  const told = taken === undefined ? reply : { ...reply, headers: { ...reply.headers, ...taken.headers } };
  return { reply: told, tenant: principal.tenant };
}

/** Aborts when the client hangs up, or has its answer. */
function signalOf({ res }: Request): AbortSignal {
  const gone = new AbortController();
  if (res === undefined || res.destroyed) gone.abort();
  else res.once('close', () => gone.abort());
  return gone.signal;
}

const forbidden = (scope: KeyScope, wanted: KeyScope): Reply =>
  problem('forbidden', `this needs a key with the scope ${wanted}; this one has ${scope}`);

const rateLimited = problem('rate_limited', 'more requests a minute than its limit; Retry-After says when one is left');

const unauthorized = problem('unauthorized', 'send Authorization: Bearer ryk_…', {
  headers: { 'www-authenticate': 'Bearer realm="reelyard"' },
});

const requestIdPattern = /^[A-Za-z0-9._-]{1,128}$/;

function findRequestId({ headers }: Request): string | undefined {
  const given = headers['x-request-id'];
  return typeof given === 'string' && requestIdPattern.test(given) ? given : undefined;
}

const faultDetail: Partial<Record<ProblemCode, string>> = {
  dependency_unavailable: 'something the server needs did not answer; nothing half done remains, so send it again',
};

export function replyToFault(error: unknown, fields: Record<string, unknown>, log: Logger): Reply {
  const fault = isFarmError(error) ? error : new FarmError('internal', 'unexpected', { cause: error });
  const code = faultTable[fault.code];
  const isLost = code === 'dependency_unavailable';
  record(log, isLost ? 'request.dependency-lost' : 'request.failed', { ...fields, error: fault });
  return problem(code, faultDetail[code] ?? 'the request id finds the cause in our log');
}

const jsonType = 'application/json; charset=utf-8';
const problemType = 'application/problem+json; charset=utf-8';

export function write(response: Response, reply: Reply, requestId: string, isDraining: boolean): void {
  if (response.headersSent || response.destroyed) {
    reply.unsent?.();
    return;
  }
  const body = reply.problem === undefined ? reply.body : JSON.stringify({ ...reply.problem, requestId });
  response.writeHead(reply.status, {
    ...(body === '' ? {} : { 'content-type': reply.problem === undefined ? jsonType : problemType }),
    ...(reply.stream === undefined ? { 'content-length': Buffer.byteLength(body) } : {}),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    ...(isDraining ? { connection: 'close' } : {}),
    ...reply.headers,
  });
  if (reply.stream !== undefined && response.req.method !== 'HEAD') reply.stream(response);
  else {
    reply.unsent?.();
    response.end(body);
  }
}
