/** A whole farm to crash: short timers, every process recording, the job server under a supervisor, the schedule in proportion. */
import { ControlDoor, type Farm, RecordedClient, startFarm } from '@reelyard/cli';
import { dev } from '@reelyard/environments';
import { openHistory, type Recorder } from '@reelyard/ledger';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { licenseEngine } from './licensed-engine.ts';

/** In the proportions of the defaults, about a tenth of them; a call of AWS is given up after as long as a lease. */
const timers: Record<string, string> = {
  HEARTBEAT_MS: '500',
  IDLE_BEAT_MS: '500',
  LEASE_MS: '6000',
  REAPER_MS: '500',
  SWEEPER_MS: '1000',
  RELAY_MS: '300',
  REEMIT_MS: '2500',
  REEMIT_MAX_MS: '10000',
  TICK_MS: '1000',
  QUICK_TICK_MS: '300',
  SCALE_WINDOW_MS: '8000',
  SCALER_LEASE_MS: '10000',
  LIFECYCLE_WINDOW_MS: '8000',
  BOOT_POLL_MS: '300',
  RETRY_BACKOFF_MS: '200',
  AGENT_SILENT_MS: '12000',
  AGENT_UNHEALTHY_MS: '25000',
  QUEUE_WAIT_SECONDS: '2',
  QUEUE_VISIBILITY_SECONDS: '3',
  AWS_CALL_MS: '6000',
};

/** Of the schedule that ticks each minute, in the proportion of its window. */
const SCHEDULE_MS = 10_000;
const AGENTS = 3;

export interface CrashFarm {
  farm: Farm;
  door: ControlDoor;
  client: RecordedClient;
  history: Recorder;
  /** Folder of all histories. */
  histories: string;
  stop(): Promise<void>;
}

export const TENANT = 'demo';

export async function startCrashFarm(dir: string): Promise<CrashFarm> {
  const histories = join(dir, 'history');
  const pools = dev.pools.map((pool) => ({ ...pool, max: AGENTS, idleSeconds: 3 }));
  const farm = await startFarm({
    dir,
    engine: 'scripted',
    environment: { ...dev, pools, maxInstances: AGENTS },
    overrides: { ...timers, HISTORY_DIR: histories },
  });
  const over = new AbortController();
  const history = openHistory(histories, 'crash-points');
  try {
    await licenseEngine(farm, AGENTS);
  } catch (error) {
    await farm.stop();
    throw error;
  }
  const supervised = [superviseServer(farm, over.signal), keepSchedule(farm, over.signal)];
  return {
    ...{ farm, history, histories },
    door: new ControlDoor(farm.endpoint),
    client: new RecordedClient(farm, TENANT, history),
    stop: async () => {
      over.abort();
      await farm.stop();
      await Promise.all(supervised);
    },
  };
}

/** A job server that died is started again, as its service manager does. */
async function superviseServer(farm: Farm, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await farm.jobServer.exited;
    while (!over.aborted && (await restart(farm)) === 'failed') await pause(200);
  }
}

const restart = (farm: Farm): Promise<string> => farm.restartJobServer().catch(() => 'failed');

async function keepSchedule(farm: Farm, over: AbortSignal): Promise<void> {
  const url = `${farm.endpoint}/_local/schedules/${farm.names.scaleFunction}`;
  while (!over.aborted) {
    await fetch(url, { method: 'POST', signal: over }).catch(() => undefined);
    await pause(SCHEDULE_MS, undefined, { signal: over }).catch(() => undefined);
  }
}
