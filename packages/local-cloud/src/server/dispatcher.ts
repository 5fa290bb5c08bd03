/**
 * From a raw HTTP request to a service's reply. The service is the one named in the credential scope; `/_local/…` is
 * the control door; unsigned calls are for S3 (which refuses them in its own format).
 *
 * Invariant: whatever a service throws, the client gets an answer in its protocol (or the break a fault asked for)
 * and the server lives on.
 */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type CallRecord } from '../control/call-record.ts';
import { type ControlRoutes } from '../control/routes.ts';
import { type CallFate, type Faults } from '../faults/index.ts';
import { killCaller } from '../faults/kill-caller.ts';
import { internalError, throttleError } from '../faults/service-errors.ts';
import { AwsError, type Service, type ServiceReply } from '../service.ts';
import { readCredential } from '../wire/credential.ts';
import { readAction } from '../wire/read-action.ts';
import { readBody } from '../wire/read-body.ts';
import { renderError } from '../wire/render-error.ts';
import { sendReply } from '../wire/send-reply.ts';
import { WireRequest } from '../wire/wire-request.ts';
import { type Registry } from './registry.ts';
import { type LogLevel } from './service-log.ts';

export interface DispatcherParts {
  registry: Registry;
  control: ControlRoutes;
  faults: Faults;
  calls: CallRecord;
  log(level: LogLevel, event: string, fields: Record<string, unknown>): void;
}

export type Dispatcher = (raw: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  return async (raw, response) => {
    try {
      if (raw.url?.startsWith('/_local/')) await answerControl(parts, raw, response);
      else await answerAws(parts, raw, response);
    } catch (error) {
      if (!raw.destroyed && !response.destroyed) parts.log('error', 'request.broken', { error, url: raw.url });
      response.destroy();
    }
  };
}

async function answerControl({ control }: DispatcherParts, raw: IncomingMessage, response: ServerResponse) {
  const url = new URL(raw.url ?? '/', 'http://127.0.0.1');
  const reply = await control.handle(raw.method ?? 'GET', url.pathname, url.searchParams, await readBody(raw));
  const headers = { 'content-type': 'application/json' };
  sendReply(response, { status: reply.status, headers, body: JSON.stringify(reply.body ?? {}) });
}

async function answerAws(parts: DispatcherParts, raw: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = new WireRequest(raw, response, callerOf(raw));
  const service = parts.registry.find(request.service);
  if (!service) return sendReply(response, unknownService(request));
  let reply: ServiceReply | 'cut';
  try {
    if (!service.streamsBody) request.body = await readBody(raw);
    request.action = readAction(request, service);
    const fate = parts.faults.callFate(request);
    reply = fate ? await sufferFate(parts, fate, service, request, response) : await service.handle(request);
  } catch (error) {
    reply = errorReply(parts, error, service, request);
  }
  parts.calls.add(request, reply === 'cut' || reply.status >= 400);
  if (reply === 'cut') raw.socket.resetAndDestroy();
  else sendReply(response, reply, request.requestId);
}

function callerOf(raw: IncomingMessage): { service: string; accessKeyId: string } {
  const credential = readCredential(raw.headers.authorization, raw.url ?? '/');
  return credential ?? { service: 's3', accessKeyId: 'anonymous' };
}

async function sufferFate(
  { faults }: DispatcherParts,
  fate: CallFate,
  service: Service,
  request: WireRequest,
  response: ServerResponse,
): Promise<ServiceReply | 'cut'> {
  if (fate.delayMs > 0) await wait(fate.delayMs, undefined, { ref: false });
  switch (fate.then) {
    case 'proceed':
      return service.handle(request);
    case 'throttle':
      throw throttleError(request.service);
    case 'error500':
      throw internalError(request.service);
    case 'partition':
      return 'cut';
    case 'never':
      await held(faults, response);
      return 'cut';
    case 'apply-then-reset':
      await service.handle(request);
      return 'cut';
    case 'apply-then-500':
      await service.handle(request);
      throw internalError(request.service);
    case 'kill':
      killCaller(request.raw.socket);
      return 'cut';
    case 'apply-then-kill':
      await service.handle(request);
      killCaller(request.raw.socket);
      return 'cut';
  }
}

/** Until the client gives up, the rule goes or the server stops. */
function held(faults: Faults, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const undo = faults.hold(resolve);
    response.once('close', () => {
      undo();
      resolve();
    });
  });
}

function errorReply(parts: DispatcherParts, error: unknown, service: Service, request: WireRequest): ServiceReply {
  const { method, requestId } = request;
  const isCbor = request.raw.headers['smithy-protocol'] === 'rpc-v2-cbor';
  const context = { service: request.service, protocol: service.protocol, method, requestId, isCbor };
  if (error instanceof AwsError) return renderError(error, context);
  if (!request.raw.readableAborted)
    parts.log('error', 'service.bug', { service: request.service, action: request.action, requestId, error });
  return renderError(internalError(request.service), context);
}

function unknownService(request: WireRequest): ServiceReply {
  const error = new AwsError('UnknownService', `The loopback AWS has no service ${request.service}.`, 404);
  const { service, method, requestId } = request;
  return renderError(error, { service, protocol: 'json-1.0', method, requestId, isCbor: false });
}
