/** The Express app from its ports. Every path has its methods; other methods get 405 with Allow, other paths 404. */
import express, { type Express, type RequestHandler } from 'express';
import { AddressGuard, type Clock, type IdPrefix, type Logger, newId } from '@reelyard/runtime';
import { createAuthenticator } from './http/authenticate.ts';
import { type Route } from './http/call.ts';
import { cancelJob } from './http/cancel-job.ts';
import { getEvents } from './http/get-events.ts';
import { getJob } from './http/get-job.ts';
import { livez, readyz } from './http/health.ts';
import { listJobs } from './http/list-jobs.ts';
import { lastResort } from './http/last-resort.ts';
import { type Served, measureSubmit } from './http/measure-submit.ts';
import { postAsset } from './http/post-asset.ts';
import { postJob, submitRoute } from './http/post-job.ts';
import { problem } from './http/reply.ts';
import { retryJob } from './http/retry-job.ts';
import { type Serving, serve } from './http/serve.ts';
import { createOutlook } from './lane-outlook.ts';
import { type AcceptListener, type EngineCatalog, type JobStore, type Meter, type Storage } from './ports.ts';
import { type Repair } from './repair.ts';

export interface AppPorts {
  readonly ledger: JobStore;
  readonly storage: Storage;
  readonly engines: EngineCatalog;
  readonly clock: Clock;
  readonly log: Logger;
  readonly listener: AcceptListener;
  readonly meter: Meter;
  readonly repair: Repair;
  readonly newId?: (prefix: IdPrefix, now: number) => string;
  isDraining(): boolean;
}

export interface AppSettings {
  /** Proxies between the client and this server whose headers are believed. */
  readonly trustedProxies: number;
  readonly fetchAllow: ReadonlySet<string>;
  readonly minAgentVersion: number;
}

type Methods = Readonly<Partial<Record<'get' | 'post', Route>>>;

export function createApp(ports: AppPorts, settings: AppSettings): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.set('query parser', false).set('trust proxy', settings.trustedProxies).set('case sensitive routing', true);
  const authenticator = createAuthenticator(ports.ledger, ports.clock);
  const serving: Serving = { ...ports, isDraining: () => ports.isDraining(), authenticator };
  for (const [path, methods] of Object.entries(routesOf(ports, settings)))
    mount(app, path, methods, serving, ports.meter);
  const nowhere: Route = async () => problem('not_found', 'there is nothing at this path');
  app.use(serve(nowhere, { name: 'unknown', isOpen: true }, serving));
  app.use(lastResort(serving));
  return app;
}

function routesOf(ports: AppPorts, settings: AppSettings): Record<string, Methods> {
  const { ledger, storage, engines, clock, listener, meter, repair } = ports;
  const { fetchAllow, minAgentVersion } = settings;
  const makeId = ports.newId ?? newId;
  const commit = { ledger, clock, newId: makeId, minAgentVersion, listener, meter };
  const assets = { ledger, storage, addresses: new AddressGuard({ allow: fetchAllow }) };
  return {
    '/v1/jobs': { post: postJob({ clock, engines, assets, commit }), get: listJobs({ ledger }) },
    '/v1/jobs/:id': { get: getJob({ clock, ledger, storage, repair, findOutlook: createOutlook(ports) }) },
    '/v1/jobs/:id/cancel': { post: cancelJob({ clock, ledger, repair, meter }) },
    '/v1/jobs/:id/retry': { post: retryJob({ clock, ledger, commit }) },
    '/v1/jobs/:id/events': { get: getEvents({ ledger }) },
    '/v1/assets': { post: postAsset({ clock, ledger, storage, newId: makeId }) },
    '/livez': { get: livez() },
    '/readyz': { get: readyz(ledger, () => ports.isDraining()) },
  };
}

function mount(app: Express, path: string, methods: Methods, serving: Serving, meter: Meter): void {
  const isOpen = !path.startsWith('/v1/');
  const isQuiet = isOpen;
  const handlers = Object.entries(methods).map(([method, route]): [string, RequestHandler] => {
    const name = `${method.toUpperCase()} ${path}`;
    const measured = name === submitRoute ? { measure: (served: Served) => measureSubmit(meter, served) } : {};
    return [method, serve(route, { name, isOpen, isQuiet, ...measured }, serving)];
  });
  const route = app.route(path);
  for (const [method, handler] of handlers) {
    if (method === 'get') route.get(handler);
    else route.post(handler);
  }
  const allow = handlers.map(([method]) => (method === 'get' ? 'GET, HEAD' : 'POST')).join(', ');
  const refuse: Route = async () => problem('method_not_allowed', `this path takes ${allow}`, { headers: { allow } });
  route.all(serve(refuse, { name: `* ${path}`, isOpen: true }, serving));
}
