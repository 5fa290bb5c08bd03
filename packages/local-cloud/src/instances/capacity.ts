/**
 * Launches that fail because a test or a chaos run says so, by instance type, zone and market. A rule with `times`
 * wears out; one without stays until it is deleted.
 */
import { randomUUID } from 'node:crypto';
import { type Store } from '../store.ts';
import { DocumentTable } from './document-table.ts';

export interface CapacityRule {
  id: string;
  /** Instance type; `*` is any. */
  type: string;
  zone: string;
  market: '*' | 'spot' | 'on-demand';
  /** EC2 error code, e.g. `InsufficientInstanceCapacity`, `MaxSpotInstanceCountExceeded`, `VcpuLimitExceeded`. */
  error: string;
  /** How many launches it still spoils; absent is all. */
  times?: number;
}

export class Capacity {
  readonly #rules: DocumentTable<CapacityRule>;

  constructor(store: Store) {
    this.#rules = new DocumentTable(store, 'compute_capacity');
  }

  list(): CapacityRule[] {
    return this.#rules.all();
  }

  async add(rule: Omit<CapacityRule, 'id'>): Promise<CapacityRule> {
    const made = { ...rule, id: randomUUID() };
    await this.#rules.put(made.id, made);
    return made;
  }

  async clear(): Promise<void> {
    await Promise.all(this.list().map((rule) => this.#rules.delete(rule.id)));
  }

  /** The error that this launch meets, if any; uses up one of its times. */
  take(type: string, zone: string, isSpot: boolean): string | undefined {
    const market = isSpot ? 'spot' : 'on-demand';
    const rule = this.list().find(
      (each) => matches(each.type, type) && matches(each.zone, zone) && matches(each.market, market),
    );
    if (!rule) return undefined;
    if (rule.times === undefined) return rule.error;
    if (rule.times <= 1) void this.#rules.delete(rule.id);
    else void this.#rules.put(rule.id, { ...rule, times: rule.times - 1 });
    return rule.error;
  }
}

/** EC2's own words for the errors that a scaler reads. */
export function capacityMessage(error: string, type: string, zone: string, isSpot: boolean): string {
  if (error === 'InsufficientInstanceCapacity' && isSpot)
    return 'There is no Spot capacity available that matches your request.';
  if (error === 'InsufficientInstanceCapacity')
    return `We currently do not have sufficient ${type} capacity in the Availability Zone you requested (${zone}). Our system will be working on provisioning additional capacity.`;
  if (error === 'MaxSpotInstanceCountExceeded') return 'Max spot instance count exceeded';
  return `The launch of ${type} in ${zone} failed.`;
}

function matches(pattern: string, value: string): boolean {
  return pattern === '*' || pattern === value;
}
