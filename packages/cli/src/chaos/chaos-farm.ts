/** The farm of a chaos run: two small pools, one of them spot, timers of seconds, and every process recording its history. */
import { dev, type Environment } from '@reelyard/environments';
import { type Farm, startFarm } from '../farm/start-farm.ts';

export const LEASE_MS = 4_000;

const timers: Record<string, string> = {
  HEARTBEAT_MS: '500',
  IDLE_BEAT_MS: '500',
  LEASE_MS: String(LEASE_MS),
  NOTICE_MS: '500',
  INDEX_MS: '2000',
  REAPER_MS: '500',
  SWEEPER_MS: '1000',
  RELAY_MS: '300',
  REEMIT_MS: '2500',
  TICK_MS: '1000',
  QUICK_TICK_MS: '300',
  SCALE_WINDOW_MS: '50000',
  BOOT_POLL_MS: '300',
  ENGINE_BACKOFF_MS: '200',
  AGENT_SILENT_MS: '8000',
  AGENT_UNHEALTHY_MS: '15000',
};

const environment: Environment = {
  ...dev,
  pools: dev.pools.flatMap((pool) => [
    { ...pool, max: 2 },
    { ...pool, name: 'spot', purchase: 'spot' as const, max: 2, hourlyCost: 0.06 },
  ]),
};

export function startChaosFarm(dir: string, historyDir: string, onStep: (text: string) => void): Promise<Farm> {
  const overrides = { ...timers, HISTORY_DIR: historyDir };
  return startFarm({ dir, engine: 'scripted', environment, overrides, onStep });
}
