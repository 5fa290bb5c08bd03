/** The Host of the services: this process's store, clock, log and the loop back into its own services. */
import { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import { type ControlRoutes } from '../control/routes.ts';
import { type Faults } from '../faults/index.ts';
import { AwsError, type CloudEvent, type Host, type ServiceReply } from '../service.ts';
import { type Store } from '../store.ts';
import { type Registry } from './registry.ts';

export interface HostParts {
  store: Store;
  dataDir: string;
  registry: Registry;
  control: ControlRoutes;
  faults: Faults;
  endpoint(): string;
  accountId: string;
  now(): number;
  log(event: string, fields: Record<string, unknown>): void;
}

export function createHost(parts: HostParts): Host {
  const { registry, ...rest } = parts;
  const host: Host = {
    ...rest,
    region: 'us-east-1',
    emit(event) {
      host.call('events', 'PutEvents', { Entries: [entryOf(event)] }).catch((error: unknown) => {
        if (registry.find('events')) parts.log('event.lost', { event, error });
      });
    },
    call: (service, action, body, signal) =>
      callService(registry, service, action, body, signal ?? new AbortController().signal),
  };
  return host;
}

function entryOf(event: CloudEvent): Record<string, unknown> {
  return {
    Source: event.source,
    DetailType: event['detail-type'],
    Detail: JSON.stringify(event.detail),
    Resources: event.resources,
  };
}

/** A JSON call without a socket. Query services get the body as JSON, too: only JSON services can be called this way. */
async function callService(
  registry: Registry,
  name: string,
  action: string,
  body: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const service = registry.find(name);
  if (!service) throw new AwsError('UnknownService', `The loopback AWS has no service ${name}.`, 404);
  const reply = await service.handle({
    service: name,
    action,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
    raw: new IncomingMessage(new Socket()),
    accessKeyId: 'local-cloud',
    requestId: randomUUID(),
    signal,
  });
  return readJson(reply);
}

function readJson({ body }: ServiceReply): Record<string, unknown> {
  if (body === undefined) return {};
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) throw new Error('a streamed reply cannot be read in process');
  return body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Record<string, unknown>);
}
