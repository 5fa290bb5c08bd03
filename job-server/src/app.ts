/** The Express app from its ports and the declared endpoints. Other methods on their paths get 405 with Allow, other paths 404. */
import express, { type Express } from 'express';
import { AddressGuard, newId } from '@reelyard/runtime';
import { apiLimits } from './core/api-limits.ts';
import { createUploads } from './assets/uploads.ts';
import { requestsOf } from './core/limits.ts';
import { type Authenticator, type Principal, createAuthenticator } from './http/authenticate.ts';
import { type Route } from './http/call.ts';
import { type AppPorts, type AppSettings, type EndpointPorts } from './http/endpoint-ports.ts';
import { type Endpoint } from './http/endpoint.ts';
import { endpoints } from './http/endpoints.ts';
import { lastResort } from './http/last-resort.ts';
import { expressPath, nameOf } from './http/operation.ts';
import { type Taken, createRateLimiter } from './http/rate-limit.ts';
import { requestReader } from './http/read-request.ts';
import { problem } from './http/reply.ts';
import { type Serving, serve } from './http/serve.ts';
import { createSlots } from './http/slots.ts';
import { describeApi } from './openapi/describe-api.ts';
import { createJobWatch } from './watch/job-watch.ts';

export function createApp(ports: AppPorts, settings: AppSettings): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.set('query parser', false).set('trust proxy', settings.trustedProxies).set('case sensitive routing', true);
  const authenticator = createAuthenticator(ports.ledger, ports.clock);
  const limiter = createRateLimiter(ports.clock);
  const limit = (who: Principal): Taken | undefined => {
    const perMinute = requestsOf(who.limits, settings.limits ?? {});
    return perMinute === undefined ? undefined : limiter.take(`${who.tenant}_${who.keyId}`, perMinute);
  };
  const serving: Serving = { ...ports, isDraining: () => ports.isDraining(), authenticator, limit };
  const shared = endpointPorts(ports, settings, authenticator);
  for (const [path, those] of byPath(endpoints)) mount(app, path, those, shared, serving);
  const nowhere: Route = async () => problem('not_found', 'there is nothing at this path');
  app.use(serve(nowhere, { name: 'unknown' }, serving));
  app.use(lastResort(serving));
  return app;
}

/** @param keys absent where nobody authenticates */
export function endpointPorts(
  ports: AppPorts,
  settings: AppSettings,
  keys?: Pick<Authenticator, 'forget'>,
): EndpointPorts {
  const { ledger, storage, clock, listener, meter, webhooks, media } = ports;
  const makeId = ports.newId ?? newId;
  const addresses = new AddressGuard({ allow: settings.fetchAllow });
  const uploads = createUploads({ ledger, storage: media.store, prober: media.prober });
  const watch = ports.watch ?? createJobWatch(ports);
  let document: string | undefined;
  return {
    ...ports,
    isDraining: () => ports.isDraining(),
    newId: makeId,
    forgetKey: (tenant, id) => keys?.forget(tenant, id),
    settings,
    wakeBatches: () => ports.wakeBatches?.(),
    wakePurge: () => ports.wakePurge?.(),
    look: {
      findOutlook: watch.findOutlook,
      findPlace: watch.findPlace,
      limits: settings.limits ?? {},
      prices: settings.prices ?? {},
    },
    batchSlots: createSlots(apiLimits.batches, apiLimits.batchesOfTenant),
    commit: {
      ...{ ledger, clock, listener, meter, webhooks },
      newId: makeId,
      minAgentVersion: settings.minAgentVersion,
      limits: settings.limits ?? {},
      wakeQuotas: () => ports.wakeQuotas?.(),
      retentionDays: settings.retentionDays ?? apiLimits.retentionDays,
    },
    webhooks: { ...webhooks, wake: () => webhooks.wake(), guard: addresses },
    media: { ...media, wake: () => media.wake(), uploads },
    assets: { ledger, storage, uploads, addresses },
    findOutlook: watch.findOutlook,
    watch,
    // Made when it is first asked for: a server starts sooner without it.
    describe: () => (document ??= JSON.stringify(describeApi(endpoints.map(({ operation }) => operation)))),
  };
}

function byPath(all: readonly Endpoint[]): Map<string, Endpoint[]> {
  const paths = new Map<string, Endpoint[]>();
  for (const item of all) paths.set(item.operation.path, [...(paths.get(item.operation.path) ?? []), item]);
  return paths;
}

function mount(app: Express, path: string, those: readonly Endpoint[], ports: EndpointPorts, serving: Serving): void {
  const route = app.route(expressPath(path));
  for (const { operation, make, measure } of those) {
    const options = {
      name: nameOf(operation),
      ...(operation.access === 'open' ? {} : { scope: operation.access }),
      isQuiet: operation.isQuiet === true,
      read: requestReader(operation),
      ...(measure === undefined ? {} : { measure: measure(ports) }),
    };
    route[operation.method](serve(make(ports), options, serving));
  }
  const allow = those.map(({ operation: { method } }) => (method === 'get' ? 'GET, HEAD' : method.toUpperCase()));
  const headers = { allow: allow.join(', ') };
  const refuse: Route = async () => problem('method_not_allowed', `this path takes ${headers.allow}`, { headers });
  route.all(serve(refuse, { name: `* ${path}` }, serving));
}
