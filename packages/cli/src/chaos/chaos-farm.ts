/** The farm of a chaos run: small pools, and every process recording its history and open to faults of its own. */
import { dev, type Environment, prod } from '@reelyard/environments';
import { type Farm, startFarm } from '../farm/start-farm.ts';
import { FaultyProcesses } from './faulty-processes.ts';

export type Timers = 'short' | 'default';

export interface FarmShape {
  timers: Timers;
  /** Machines at most; `least` of each pool are there before any work is. */
  spot: number;
  onDemand: number;
  least: number;
  /** No machine is let go for want of work. */
  isSteady: boolean;
}

/** Machines that there are before any work is. */
export const leastOf = ({ spot, onDemand, least }: FarmShape): number =>
  Math.min(spot, least) + Math.min(onDemand, least);

export const LEASE_MS = { short: 4_000, default: prod.timers.leaseMs } as const;

/** About a fifteenth of the defaults. */
const short: Record<string, string> = {
  HEARTBEAT_MS: '500',
  IDLE_BEAT_MS: '500',
  LEASE_MS: String(LEASE_MS.short),
  NOTICE_MS: '500',
  INDEX_MS: '2000',
  REAPER_MS: '500',
  SWEEPER_MS: '1000',
  RELAY_MS: '300',
  REEMIT_MS: '2500',
  REEMIT_MAX_MS: '10000',
  TICK_MS: '1000',
  QUICK_TICK_MS: '300',
  SCALE_WINDOW_MS: '50000',
  SCALER_LEASE_MS: '8000',
  BOOT_POLL_MS: '300',
  RETRY_BACKOFF_MS: '200',
  AGENT_SILENT_MS: '8000',
  AGENT_UNHEALTHY_MS: '15000',
};

/** Longer than any run: a machine is there until something takes it away. */
const NEVER_IDLE_SECONDS = 3_600;

function environmentOf({ timers, spot, onDemand, least, isSteady }: FarmShape): Environment {
  const pools = dev.pools.flatMap((pool) => {
    const each = { ...pool, ...(isSteady ? { idleSeconds: NEVER_IDLE_SECONDS } : {}) };
    return [
      { ...each, min: Math.min(least, onDemand), max: onDemand },
      { ...each, name: 'spot', purchase: 'spot' as const, min: Math.min(least, spot), max: spot, hourlyCost: 0.06 },
    ];
  });
  const used = pools.filter(({ max }) => max > 0);
  return { ...dev, pools: used, maxInstances: spot + onDemand, ...(timers === 'default' && { timers: prod.timers }) };
}

export interface ChaosFolders {
  dir: string;
  history: string;
  faults: string;
}

export interface ChaosGround extends ChaosFolders {
  /** Of the receiver of webhooks. */
  origin: string;
}

export function startChaosFarm(shape: FarmShape, ground: ChaosGround, onStep: (text: string) => void): Promise<Farm> {
  const overrides = {
    ...(shape.timers === 'short' ? short : {}),
    HISTORY_DIR: ground.history,
    FETCH_ALLOW: ground.origin,
    ...FaultyProcesses.environment(ground.faults),
  };
  return startFarm({ dir: ground.dir, engine: 'scripted', environment: environmentOf(shape), overrides, onStep });
}
