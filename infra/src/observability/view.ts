/** What alarms and dashboards need to know of an environment. Ids that AWS gives are handed in; they may be Terraform references. */
import { type Lane } from '@reelyard/contracts';

export interface ViewedPool {
  name: string;
  /** USD. */
  hourlyCost: number;
  group: string;
}

export interface FarmView {
  environment: string;
  region: string;
  account: string;
  pools: readonly ViewedPool[];
  /** Start-within objective W by lane. */
  startWithinMs: Readonly<Record<Lane, number>>;
  table: string;
  deadQueue: string;
  laneQueues: Readonly<Record<Lane, string>>;
  /** The canary is where the environment has one. */
  functions: { scale: string; lifecycle: string; canary?: string };
  cluster: string;
  service: string;
  artifactBucket: string;
  /** Last parts of the ARNs: `app/<name>/<id>` and `targetgroup/<name>/<id>`. */
  loadBalancer: string;
  targetGroup: string;
  logGroups: { server: string; scale: string; lifecycle: string; agent: string; canary: string };
}
