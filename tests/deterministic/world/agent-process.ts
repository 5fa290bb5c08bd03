/** One life of the agent's process: production's conductor over simulated ports. */
import { type EngineRunner, type InstanceNotice, Agent, type AssetFetcher } from '@reelyard/render-agent';
import { recordRunner, recordStorage } from '../../../render-agent/src/adapters/recorded.ts';
import { SqsDoorbells } from '../../../render-agent/src/adapters/sqs-doorbells.ts';
import { type Life } from './life.ts';
import { LEASE_MS } from './server.ts';
import { type SimDisk } from './sim-bucket.ts';
import { simMedia } from './sim-engines.ts';
import { EVENTS_URL, LANE_URLS, type World } from './world.ts';

export const POOL = 'spot';

export interface AgentParts {
  readonly world: World;
  readonly life: Life;
  readonly instanceId: string;
  readonly disk: SimDisk;
  readonly runner: EngineRunner;
  readonly assets: AssetFetcher;
  readNotice(): InstanceNotice;
}

export function startAgentProcess({ world, life, instanceId, disk, runner, assets, readNotice }: AgentParts): Agent {
  const { name, clock } = life;
  const log = world.logOf(name);
  const ledger = world.ledgerOf(life, world.table.storeOf(life, world.dice(`${name} store`)));
  const history = world.recorder(`${name} hands`);
  const storage = world.bucket.storageOf(life, disk, `AROASIM:${instanceId}`, world.dice(`${name} bucket`));
  const doorbells = new SqsDoorbells({
    ...{ clock, log, queueUrls: LANE_URLS, eventsUrl: EVENTS_URL, waitSeconds: 20, visibilitySeconds: 60 },
    client: world.queues.clientOf(life, world.dice(`${name} queues`)),
  });
  const agent = new Agent({
    ...{ pool: POOL, instanceId, owner: name, agentVersion: 1, clock, log, ledger, doorbells, assets },
    storage: recordStorage(storage, history),
    engines: world.engines,
    runner: recordRunner(runner, history),
    media: simMedia(disk),
    files: disk.files,
    metadata: {
      identify: () => Promise.resolve({ instanceId, zone: 'a' }),
      readNotice: () => Promise.resolve(readNotice()),
    },
    random: world.dice(`${name} random`).random,
    times: { heartbeatMs: 10_000, leaseMs: LEASE_MS },
    ...{ idleBeatMs: 10_000, noticeMs: 10_000, indexMs: 15_000, watchMs: 2_000, killGraceMs: 10_000 },
    scratchDir: '/scratch',
    disk: () => ({}),
  });
  agent.run().catch((error: unknown) => world.bugs.push(`${name} ended: ${String(error)}`));
  return agent;
}
