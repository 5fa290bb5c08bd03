import { describe, expect, it } from '@jest/globals';
import { dev } from './dev.ts';
import { type Environment } from './environment.ts';
import { prod } from './prod.ts';
import { rehearsal } from './rehearsal.ts';

const environments: readonly Environment[] = [dev, prod, rehearsal];

/** `c7i.4xlarge` → `4xlarge` */
const sizeOf = (instanceType: string): string => instanceType.split('.')[1] ?? '';

describe.each(environments)('the environment $name', (environment) => {
  it('is data: what JSON can say, and nothing else', () => {
    expect(JSON.parse(JSON.stringify(environment))).toEqual(environment);
  });

  it('holds no secret', () => {
    expect(JSON.stringify(environment)).not.toMatch(/PRIVATE KEY|AKIA[A-Z0-9]{16}|ryk_|whsec_/);
  });

  it('spans two zones or more and keeps two tasks or more', () => {
    expect(environment.network.zones.length).toBeGreaterThanOrEqual(2);
    expect(new Set(environment.network.zones).size).toBe(environment.network.zones.length);
    expect(environment.server.minTasks).toBeGreaterThanOrEqual(2);
    expect(environment.server.maxTasks).toBeGreaterThanOrEqual(environment.server.minTasks);
  });

  it('has pools of different names, whose instances are of one size each', () => {
    const names = environment.pools.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { instanceType, alternatives = [] } of environment.pools)
      for (const other of alternatives) expect(sizeOf(other)).toBe(sizeOf(instanceType));
  });

  it('has a warm pool only where EC2 allows one: on demand, of one type', () => {
    for (const pool of environment.pools.filter(({ warm }) => warm !== undefined))
      expect(pool).toMatchObject({ purchase: 'on-demand' });
    for (const { purchase, alternatives } of environment.pools)
      if (purchase === 'on-demand') expect(alternatives ?? []).toEqual([]);
  });

  it('keeps logs for a time that CloudWatch knows and messages for one that SQS allows', () => {
    expect([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731]).toContain(environment.retention.logDays);
    expect(environment.retention.queueDays).toBeLessThanOrEqual(14);
  });

  it('names a restored ledger after the first one, so that whoever looks for it finds it', () => {
    const first = `reelyard-${environment.name}-ledger`;
    const table = environment.ledger?.table ?? `${first}-1`;
    expect(table).toMatch(new RegExp(`^${first}-[a-z0-9-]{1,40}$`));
  });

  it('reaps a lease only after several heartbeats were missed', () => {
    expect(environment.timers.leaseMs).toBeGreaterThanOrEqual(3 * environment.timers.heartbeatMs);
  });
});

describe('a canary', () => {
  it('comes as clients come: over TLS at the domain, where there is one', () => {
    for (const { edge, canary } of environments)
      if (canary && edge.kind === 'domain') expect(canary.url).toBe(`https://${edge.domain}`);
  });

  it('is wherever somebody is paged, and not on the farm of a laptop', () => {
    expect(environments.filter(({ operations }) => operations.page.length > 0)).toEqual(
      environments.filter(({ canary }) => canary !== undefined),
    );
  });
});

describe('production', () => {
  it('is protected, reached over TLS at a domain, and leaves nothing out', () => {
    const environment: Environment = prod;
    expect(environment).toMatchObject({ isProtected: true, edge: { kind: 'domain' }, omissions: [], unread: [] });
  });
});
