/** Names of the resources of one environment. One place, so that services, provisioning and docs agree. */
import { LANES, type Lane } from '@reelyard/contracts';

export interface FarmNames {
  table: string;
  laneQueues: Record<Lane, string>;
  eventsQueue: string;
  lifecycleQueue: string;
  deadQueue: string;
  artifactBucket: string;
  engineBucket: string;
  scaleFunction: string;
  lifecycleFunction: string;
  bootstrapDocument: string;
  probeDocument: string;
  agentParameter: string;
  engineParameter: string;
  poolGroup(pool: string): string;
}

export function farmNames(env: string): FarmNames {
  const prefix = `reelyard-${env}`;
  return {
    table: `${prefix}-ledger`,
    laneQueues: Object.fromEntries(LANES.map((lane) => [lane, `${prefix}-${lane}`])) as Record<Lane, string>,
    eventsQueue: `${prefix}-events`,
    lifecycleQueue: `${prefix}-lifecycle`,
    deadQueue: `${prefix}-dead`,
    artifactBucket: `${prefix}-artifacts`,
    engineBucket: `${prefix}-engines`,
    scaleFunction: `${prefix}-scale`,
    lifecycleFunction: `${prefix}-lifecycle`,
    bootstrapDocument: `Reelyard-${env}-Bootstrap`,
    probeDocument: `Reelyard-${env}-Probe`,
    agentParameter: `/reelyard/${env}/agent`,
    engineParameter: `/reelyard/${env}/engine`,
    poolGroup: (pool) => `${prefix}-${pool}`,
  };
}
