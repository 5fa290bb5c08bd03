/** What an attempt works with: the ports, the two slots of the pipeline, and the agent's timing. */
import { type Clock, type Logger } from '@reelyard/runtime';
import { type Changes } from './changes.ts';
import { type LeaseTimes } from './core/keep-lease.ts';
import { type Gate } from './gate.ts';
import { type AgentSeats } from './seats.ts';
import {
  type AgentLedger,
  type AssetFetcher,
  type Doorbells,
  type EngineRunner,
  type Files,
  type InstalledEngine,
  type MediaCheck,
  type Storage,
} from './ports.ts';

export interface AttemptTools {
  ledger: AgentLedger;
  doorbells: Doorbells;
  storage: Storage;
  assets: AssetFetcher;
  engines: ReadonlyMap<string, InstalledEngine>;
  runner: EngineRunner;
  media: MediaCheck;
  files: Files;
  clock: Clock;
  log: Logger;
  random(): number;
  seats: AgentSeats;
  /** One engine at a time. */
  engineSlot: Gate;
  /** One publication at a time. */
  publishing: Gate;
  changes: Changes;
  times: LeaseTimes;
  scratchDir: string;
  /** Between SIGTERM and SIGKILL of an engine. */
  killGraceMs: number;
  /** How often the watchdog looks at a running engine. */
  watchMs: number;
}
