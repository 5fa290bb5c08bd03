/**
 * Lets held jobs go as their quotas have room. Every server does it, woken by its own submits and by its turns; the ledger sees to it that no two
 * admit into the same room. A pass goes round all quotas and takes one write of each at a time, so a quota with thousands of jobs delays nobody.
 */
import { type KeyLimits } from '@reelyard/contracts';
import { type JobLimits, type Ledger, type QuotaRef } from '@reelyard/ledger';
import { type Clock, type Logger } from '@reelyard/runtime';
import { TENANT_QUOTA, hasJobLimits } from '../core/limits.ts';
import { record } from '../log-events.ts';
import { type AcceptListener } from '../ports.ts';

export interface AdmitPorts {
  readonly ledger: Pick<Ledger, 'findHeldQuotas' | 'admit' | 'findKey'>;
  readonly listener: AcceptListener;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Quotas of one pass, and turns of each. */
const mostQuotas = 1_000;
const mostTurns = 20;

/** A full quota costs a read of each of its jobs, so one server looks at it this often however many submits come. */
const fullMs = 1_000;

/** One server's passes; what it remembers saves reads and decides nothing. */
export function createAdmitter(ports: AdmitPorts, ofTenant: KeyLimits): (signal?: AbortSignal) => Promise<void> {
  const fullUntil = new Map<string, number>();
  return async (signal) => {
    const now = ports.clock.monotonic();
    for (const [name, until] of fullUntil) if (until <= now) fullUntil.delete(name);
    const held = await ports.ledger.findHeldQuotas(mostQuotas);
    await goRound(
      held.filter((quota) => !fullUntil.has(nameOf(quota))),
      fullUntil,
      ports,
      ofTenant,
      signal,
    );
  };
}

const nameOf = ({ tenant, quota }: QuotaRef): string => `${tenant}#${quota}`;

async function goRound(
  quotas: readonly QuotaRef[],
  fullUntil: Map<string, number>,
  ports: AdmitPorts,
  ofTenant: KeyLimits,
  signal?: AbortSignal,
): Promise<void> {
  let left = quotas;
  for (let turn = 0; turn < mostTurns && left.length > 0; turn += 1) {
    const again: QuotaRef[] = [];
    for (const quota of left) {
      if (signal?.aborted) return;
      const kind = await admitOnce(quota, ports, ofTenant);
      if (kind === 'more') again.push(quota);
      if (kind === 'full') fullUntil.set(nameOf(quota), ports.clock.monotonic() + fullMs);
    }
    left = again;
  }
}

async function admitOnce(quota: QuotaRef, ports: AdmitPorts, ofTenant: KeyLimits): Promise<'more' | 'full' | 'done'> {
  const limits = await findLimits(quota, ports, ofTenant);
  const outcome = await ports.ledger.admit(quota, limits, ports.clock.now());
  if (outcome.kind === 'moved') return 'more';
  if (outcome.kind !== 'admitted') return outcome.kind === 'full' ? 'full' : 'done';
  ports.listener.ring(outcome.tasks);
  record(ports.log, 'quota.admitted', { tenantId: quota.tenant, quota: quota.quota, jobs: outcome.jobs });
  return outcome.isMore ? 'more' : 'done';
}

/** As they stand now: what a key held goes by its tenant's when its own are gone. */
export async function findLimits(
  { tenant, quota }: QuotaRef,
  { ledger }: { readonly ledger: Pick<Ledger, 'findKey'> },
  ofTenant: KeyLimits,
): Promise<JobLimits> {
  const own = quota === TENANT_QUOTA ? undefined : (await ledger.findKey(tenant, quota))?.limits;
  return own && hasJobLimits(own) ? own : ofTenant;
}
