/** What the scaler needs from the world, as narrow interfaces. Adapters throw FarmError `capacity-unavailable` or `ssm-unavailable`. */
import { type Lane } from '@reelyard/contracts';
import { type FleetLedger, type JobLedger } from '@reelyard/ledger';
import { type Clock, type Logger, type Metric } from '@reelyard/runtime';
import {
  type BootPolicy,
  type DrainPolicy,
  type GroupView,
  type LaunchFailure,
  type PoolPolicy,
  type ScalePolicy,
  type Wanted,
} from './core/index.ts';
import { type CommandView } from './core/decide-bootstrap.ts';

export type ScalerLedger = Pick<JobLedger, 'findWaiting' | 'countWaiting' | 'findLeased'> &
  Pick<
    FleetLedger,
    | 'createInstance'
    | 'findInstance'
    | 'listInstances'
    | 'updateInstance'
    | 'deleteInstance'
    | 'acquireScaler'
    | 'saveScaler'
    | 'findScaler'
    | 'findSeats'
  >;

export interface HookRef {
  pool: PoolPolicy;
  instance: string;
  hook: string;
  /** Without a token AWS finds the action by instance. */
  token?: string;
}

export interface Groups {
  /** All groups of the pools, with the members of their warm pools. A group that does not exist is left out. */
  describe(pools: readonly PoolPolicy[]): Promise<GroupView[]>;
  setDesired(pool: PoolPolicy, desired: number): Promise<void>;
  /** Launches that failed after that instant of AWS's clock; the newest hundred. */
  findLaunchFailures(pool: PoolPolicy, after: number): Promise<LaunchFailure[]>;
  /** Lets the group take exactly these when its desired capacity is lowered; at most 50. */
  unprotect(pool: PoolPolicy, instances: readonly string[]): Promise<void>;
  /** Ends exactly this instance and lowers desired by one. */
  terminate(instance: string): Promise<void>;
  markUnhealthy(instance: string): Promise<void>;
  /** `over`: no such action is under way any more. */
  completeHook(hook: HookRef, outcome: 'CONTINUE' | 'ABANDON'): Promise<'done' | 'over'>;
  beatHook(hook: HookRef): Promise<'done' | 'over'>;
}

export interface Machines {
  reboot(instance: string): Promise<void>;
  /** For what stands in a warm pool; anything else is ended through its group. */
  terminate(instance: string): Promise<void>;
}

/** What new machines install. */
export interface Packages {
  findWanted(): Promise<Wanted>;
}

export interface DocumentRef {
  name: string;
  /** Pinned version and SHA-256; the default version when absent. */
  version?: string;
  hash?: string;
}

export interface Commands {
  /** Those of the ids that SSM reaches now. */
  findOnline(instances: readonly string[]): Promise<Set<string>>;
  /** @returns the command id. */
  send(
    document: DocumentRef,
    instances: readonly string[],
    parameters: Readonly<Record<string, string>>,
    timeoutSeconds: number,
  ): Promise<string>;
  /** Undefined while SSM does not know the invocation yet. */
  findResult(commandId: string, instance: string): Promise<CommandView | undefined>;
  cancel(commandId: string): Promise<void>;
}

/** Parameters of the Bootstrap document that are the same for all instances. */
export interface BootstrapParameters {
  agentParameter: string;
  engineParameter: string;
  engineBucket: string;
}

/** Metrics of one pool, of one lane, or of the whole farm; ids and reasons are properties. */
export interface Measurement {
  metrics: readonly Metric[];
  pool?: string;
  lane?: Lane;
  properties?: Readonly<Record<string, unknown>>;
}

export interface Farm {
  ledger: ScalerLedger;
  groups: Groups;
  machines: Machines;
  commands: Commands;
  packages: Packages;
  clock: Clock;
  log: Logger;
  policy: ScalePolicy;
  boot: BootPolicy;
  drain: DrainPolicy;
  bootstrapDocument: DocumentRef;
  probeDocument: DocumentRef;
  parameters: BootstrapParameters;
  /** Log every snapshot whole, so that a policy can be tried on it; else only at debug. */
  sampleSnapshots: boolean;
  measure(measurement: Measurement): void;
  /** Never the same twice. */
  newNonce(): string;
}
