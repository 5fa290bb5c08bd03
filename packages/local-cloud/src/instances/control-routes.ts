/**
 * The way of tests, chaos runs and operators to instances:
 * `GET /_local/instances` · `POST /_local/instances/{id}:spot-notice|rebalance|kill|stop|cont|reboot|terminate` ·
 * `GET|PUT /_local/instance-settings` `{ bootMs, environment }` · `GET|POST|DELETE /_local/capacity`
 * `{ type, zone, market, error, times }`.
 */
import { type ControlReply, type ControlRoutes } from '../control/routes.ts';
import { accessKeyOf } from '../services/imds/metadata.ts';
import { type CapacityRule } from './capacity.ts';
import { type Compute } from './compute.ts';
import { type Instance } from './instance.ts';

type Body = Record<string, unknown>;

export function registerComputeRoutes(routes: ControlRoutes, compute: Compute): void {
  routes.register('GET', '/_local/instances', () => ({
    status: 200,
    body: { instances: compute.list().map((instance) => describe(compute, instance)) },
  }));
  routes.register('POST', '/_local/instances/*', ({ rest, body }) => act(compute, rest, toBody(body)));
  routes.register('GET', '/_local/instance-settings', () => ({ status: 200, body: compute.settings }));
  routes.register('PUT', '/_local/instance-settings', ({ body }) => configure(compute, toBody(body)));
  routes.register('GET', '/_local/capacity', () => ({ status: 200, body: { rules: compute.capacity.list() } }));
  routes.register('POST', '/_local/capacity', ({ body }) => addRule(compute, toBody(body)));
  routes.register('DELETE', '/_local/capacity', async () => {
    await compute.capacity.clear();
    return { status: 204 };
  });
}

function describe(compute: Compute, instance: Instance): Body {
  const machine = compute.findMachine(instance.id);
  return {
    id: instance.id,
    group: instance.tags['aws:autoscaling:groupName'],
    state: instance.state,
    guest: instance.guest,
    isFrozen: instance.isFrozen,
    type: instance.type,
    zone: instance.zone,
    isSpot: instance.isSpot,
    accessKeyId: accessKeyOf(instance),
    launchedAt: instance.launchedAt,
    folder: compute.folderOf(instance.id),
    metadata: `http://127.0.0.1:${instance.imdsPort}`,
    pids: machine && instance.state === 'running' ? machine.processes() : [],
    services: Object.values(instance.services),
  };
}

async function act(compute: Compute, rest: string, body: Body): Promise<ControlReply> {
  const [id = '', verb = ''] = rest.split(':');
  if (!compute.find(id)) return { status: 404, body: { error: `no instance ${id}` } };
  switch (verb) {
    case 'spot-notice':
      compute.interrupt(id, body['withNotice'] !== false, Number(body['seconds'] ?? 120));
      break;
    case 'rebalance':
      compute.recommendRebalance(id);
      break;
    case 'kill':
      await compute.kill(id);
      break;
    case 'stop':
    case 'cont':
      compute.freeze(id, verb === 'stop');
      break;
    case 'reboot':
      await compute.reboot(id);
      break;
    case 'terminate':
      await compute.terminate(id);
      break;
    default:
      return { status: 404, body: { error: `no fault ${verb}` } };
  }
  const instance = compute.find(id);
  return { status: 200, body: instance ? describe(compute, instance) : {} };
}

async function configure(compute: Compute, body: Body): Promise<ControlReply> {
  const environment = Object.fromEntries(
    Object.entries((body['environment'] ?? compute.settings.environment) as Body).map(([name, value]) => [
      name,
      String(value),
    ]),
  );
  const foreign = Object.keys(environment).find(
    (name) => !/^AWS_(ENDPOINT_URL(_\w+)?|REGION|DEFAULT_REGION)$/.test(name),
  );
  if (foreign !== undefined) return { status: 400, body: { error: `${foreign} is not an AWS endpoint or region` } };
  await compute.configure({ bootMs: Number(body['bootMs'] ?? compute.settings.bootMs), environment });
  return { status: 200, body: compute.settings };
}

async function addRule(compute: Compute, body: Body): Promise<ControlReply> {
  const market = String(body['market'] ?? '*') as CapacityRule['market'];
  const times = body['times'] === undefined ? {} : { times: Number(body['times']) };
  const rule = await compute.capacity.add({
    type: String(body['type'] ?? '*'),
    zone: String(body['zone'] ?? '*'),
    market,
    error: String(body['error'] ?? 'InsufficientInstanceCapacity'),
    ...times,
  });
  return { status: 201, body: rule };
}

function toBody(body: unknown): Body {
  return typeof body === 'object' && body !== null ? (body as Body) : {};
}
