/**
 * What seeding works with. Terraform applied everything to `from`, moto server, which runs nothing; `to` is the loopback AWS, which does. Everything
 * of the two is read from `from` as it is there, not from the sources that made it.
 */
import { type Clients } from '../farm/provision/context.ts';

export interface BetweenClouds {
  from: Clients;
  to: Clients;
  /** Of everything in the environment: `reelyard-rehearsal`. */
  prefix: string;
  /** Its SSM documents and parameters: `Reelyard-rehearsal-`, `/reelyard/rehearsal/`. */
  documentPrefix: string;
  parameterPath: string;
}

/** Last part of an ARN. */
export function nameOf(arn: string): string {
  return arn.split(/[:/]/).at(-1) ?? arn;
}

/** @throws Error when a reply lacks what AWS always gives */
export function given<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`the deployment has no ${what}`);
  return value;
}
