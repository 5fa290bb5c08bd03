/**
 * What a failed scaling activity says. Auto Scaling puts EC2's error code and message into the status message, e.g. `We currently do not have sufficient
 * c7i.xlarge capacity in the Availability Zone you requested (us-east-1a). …`, and the zone into `Details`, a JSON text. Pure.
 */
import { type LaunchFailure } from '../core/index.ts';

export interface FailedActivity {
  at: number;
  message: string;
  /** JSON: `{"Subnet ID":"subnet-…","Availability Zone":"us-east-1a"}`. */
  details?: string;
}

const QUOTA =
  /VcpuLimitExceeded|MaxSpotInstanceCountExceeded|InstanceLimitExceeded|Max spot instance count exceeded|vCPU capacity than your current vCPU limit/i;
const NO_CAPACITY =
  /InsufficientInstanceCapacity|UnfulfillableCapacity|do not have sufficient|no Spot capacity available|not supported in your requested Availability Zone/i;
const TYPE = /\b([a-z][a-z0-9-]*\d[a-z0-9-]*\.(?:nano|micro|small|medium|metal(?:-\d+xl)?|\d*x?large))\b/;
const ZONE = /\b([a-z]{2}(?:-[a-z]+)+-\d[a-z])\b/;

export function readFailure(pool: string, { at, message, details }: FailedActivity): LaunchFailure {
  const kind = QUOTA.test(message) ? 'quota' : NO_CAPACITY.test(message) ? 'insufficient-capacity' : 'other';
  const type = TYPE.exec(message)?.[1];
  // The zone of the launch comes first in the message; others that have capacity follow.
  const zone = zoneOf(details) ?? ZONE.exec(message)?.[1];
  return {
    pool,
    at,
    kind,
    ...(type === undefined ? {} : { type }),
    ...(zone === undefined ? {} : { zone }),
    message: message.slice(0, 500),
  };
}

function zoneOf(details: string | undefined): string | undefined {
  if (details === undefined) return undefined;
  try {
    const zone = (JSON.parse(details) as Record<string, unknown> | null)?.['Availability Zone'];
    return typeof zone === 'string' ? zone : undefined;
  } catch {
    return undefined;
  }
}
