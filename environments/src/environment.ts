/** An environment is data: sizes, pools, objectives, timers, retention. No function, no condition, no secret. */
import { type Lane } from '@reelyard/contracts';

/** One Auto Scaling group with one purchase option. A new pool is one more entry. */
export interface Pool {
  name: string;
  purchase: 'on-demand' | 'spot';
  min: number;
  max: number;
  instanceType: string;
  /** Types of the same size that a spot pool may take instead; the more, the fewer interruptions. */
  alternatives?: readonly string[];
  /** Launch to usable: the prior until boots were measured. */
  bootSeconds: number;
  /** A machine stays this long after its last task. */
  idleSeconds: number;
  /** USD; orders pools by cost, and counts against the spending. Source: the on-demand price list of the region. */
  hourlyCost: number;
  /**
   * Spot: interruptions that one machine meets in an hour. The Spot Instance Advisor tells shares of a month: 5 % are
   * −ln(0.95)/730 h = 0.00007; half-hour renders feel nothing below about 0.02.
   */
  hazardPerHour?: number;
  /** Engines that this pool has; empty means all. */
  engines: readonly string[];
  /** Stopped instances kept ready; a machine that is scaled in goes back to them. Absent means a cold pool. */
  warm?: WarmPool;
}

export interface WarmPool {
  /** Stopped machines at least, however many serve. */
  min: number;
  /** Machines that are prepared at most, serving ones included. */
  max: number;
  /** Start to usable: the prior until starts were measured. */
  bootSeconds: number;
}

/** A proprietary engine of which only so many may run at once. */
export interface Seats {
  engine: string;
  seats: number;
}

/** USD of machines, by `hourlyCost`. No machine is bought beyond; what runs goes on. */
export interface Spend {
  perHour?: number;
  /** A day of UTC. */
  perDay?: number;
}

/** A pool as the scaler reads it from `POOLS`: with the name of its Auto Scaling group, without what only the group needs. */
export interface ScalePool extends Omit<Pool, 'instanceType' | 'alternatives' | 'warm'> {
  group: string;
  warm?: { size: number; bootSeconds: number };
  /** A refused launch names a type and a zone; the pool has no capacity when every pair was refused. */
  places?: { types: readonly string[]; zones: readonly string[] };
}

export interface LanePolicy {
  /** 95 % of the tasks of the lane start within this. */
  startWithinMs: number;
}

/** Milliseconds; the name of each is that of the variable that carries it. */
export interface Timers {
  tickMs: number;
  /** Between ticks while something is on its way. */
  quickTickMs: number;
  scaleWindowMs: number;
  /** Between looks at an instance that boots. */
  bootPollMs: number;
  lifecycleWindowMs: number;
  heartbeatMs: number;
  leaseMs: number;
  reaperMs: number;
  sweeperMs: number;
}

export interface Retention {
  logDays: number;
  /** Artifacts and sources in the bucket. */
  artifactDays: number;
  /** Below 14 days, the most that SQS keeps. */
  queueDays: number;
}

/** Prior of a task's service time until it is learned. */
export interface TaskPrior {
  overheadMs: number;
  /** Per frame of a million pixels. */
  megapixelFrameMs: number;
}

/** Where Terraform keeps the state of each stack. S3: versioned, encrypted, with S3's own locking. Bucket names are global. */
export type StatePlace = { kind: 's3'; bucket: string } | { kind: 'local' };

export interface Network {
  /** A /16; each zone gets a /20 of private and one of public addresses. */
  cidr: string;
  zones: readonly string[];
  nat: 'one' | 'per-zone';
  /** Interface endpoints by service name, e.g. `sqs`; each costs about 7 USD a month per zone. */
  interfaceEndpoints: readonly string[];
}

/** The job server on Fargate. */
export interface Server {
  /** Units of 1/1024 CPU. */
  cpu: number;
  memoryMib: number;
  minTasks: number;
  maxTasks: number;
  /** Requests per minute and task that autoscaling holds. */
  requestsPerTask: number;
  /** `LOG_LEVEL` of every service. */
  logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** How clients reach the API: over TLS at a domain of ours, or, for development alone, plainly from the operator's own addresses. */
export type Edge =
  | { kind: 'domain'; domain: string; hostedZoneId: string }
  | { kind: 'operator-only'; operatorRanges: readonly string[]; because: string };

/** CloudFront over the artifacts, with signed URLs alone. */
export interface Delivery {
  /** Absent: CloudFront's own domain and certificate. */
  domain?: { name: string; hostedZoneId: string };
  /** PEM; the private half signs URLs and is never here: the job server reads it from a SecureString. */
  publicKey: string;
  /** PEMs that signed before: their URLs open until these are taken out. */
  retiringKeys?: readonly string[];
}

/** The ledger's table where it is not the one that the environment began with. */
export interface RestoredLedger {
  /** Starts with the name of the first one, `reelyard-<environment>-ledger`. */
  table: string;
  because: string;
}

/** The fleet's machines, the same for every pool. */
export interface Machines {
  /** AMI id, or `resolve:ssm:<parameter>`, resolved at each launch. Needs the SSM agent and the AWS command line. */
  image: string;
  diskGib: number;
}

/** Who hears of trouble, and what the month may cost. */
export interface Operations {
  /** Mail addresses; each confirms its subscription once. */
  page: readonly string[];
  ticket: readonly string[];
  monthlyBudgetUsd: number;
}

/** What an emulated AWS cannot do; every other environment has an empty list. */
export interface Omission {
  feature:
    | 'service-autoscaling'
    | 'delivery'
    | 'signed-delivery'
    | 'composite-alarms'
    | 'saved-queries'
    | 'anomaly-detection'
    | 'budget'
    | 'waf-logs'
    | 'redrive-allow'
    | 'bucket-conditions'
    | 'bucket-logs';
  because: string;
}

/** What an emulated AWS gives back otherwise than it was set; Terraform sets it and does not compare it. */
export interface Unread {
  /** Type of the resources, e.g. `aws_sqs_queue`. */
  resource: string;
  attributes: readonly string[];
  because: string;
}

/** What an emulated AWS makes and cannot delete; the end of its stack lets go of it. */
export interface Undeletable {
  /** Type of the resources. */
  resource: string;
  because: string;
}

/**
 * A job of a second through the public API, every 15 minutes while a machine is up. Its key is made by an operator:
 * `reelyard keys create --for canary --env <env>`.
 */
export interface Canary {
  /** Origin of the API as clients reach it. */
  url: string;
  /** Body of `POST /v1/jobs`, for an engine that reads no compositions; absent: a composition of one second. */
  job?: Readonly<Record<string, unknown>>;
}

/** What an operator may turn of the law, see the table in docs/explanation/scaling.md; the scaler refuses what it does not know. */
export interface Dials {
  patience?: number;
  gather?: number;
  lateBoots?: number;
  budgetShare?: number;
  forecastDamping?: number;
  switchSeconds?: number;
  keepLow?: number;
  keepHigh?: number;
  restQuantile?: number;
}

/** Of each key that has no limits of its own: requests by key, jobs by tenant. Absent of a kind: none. */
export interface Limits {
  requestsPerMinute?: number;
  /** Jobs beyond it are accepted and wait. At most 1,000. */
  concurrentJobs?: number;
  jobsPerDay?: number;
}

export interface Environment {
  name: string;
  region: string;
  /** AWS accounts that it may be deployed to; empty means the one whose credentials are used. */
  accounts: readonly string[];
  state: StatePlace;
  network: Network;
  edge: Edge;
  delivery?: Delivery;
  /** After a restore; docs/how-to/restore.md. */
  ledger?: RestoredLedger;
  /** Absent: nobody sings. */
  canary?: Canary;
  server: Server;
  machines: Machines;
  operations: Operations;
  /** Resources with data refuse to be deleted. */
  isProtected: boolean;
  omissions: readonly Omission[];
  /** Empty wherever AWS is AWS. */
  unread: readonly Unread[];
  /** Absent wherever AWS is AWS. */
  undeletable?: readonly Undeletable[];
  pools: readonly Pool[];
  /** Empty: every engine is free of licenses. */
  seats: readonly Seats[];
  spend: Spend;
  /** Changes to the scaler's standard dials; docs/explanation/scaling.md. Absent: none. */
  dials?: Dials;
  maxInstances: number;
  /** Absent: no limits but those of keys. */
  limits?: Limits;
  lanes: Readonly<Record<Lane, LanePolicy>>;
  taskPrior: TaskPrior;
  timers: Timers;
  retention: Retention;
}
