import { describe, expect, it } from '@jest/globals';
import { FATES } from './fate.ts';
import { planRounds } from './plan-rounds.ts';
import { listSites, matchOf, nameOf, parseSite, siteOf } from './site.ts';

const machine = { accessKeyId: 'ASIA00aabbccddeeff11', service: 'dynamodb', action: 'UpdateItem' };

describe('call sites', () => {
  it('are told by process, action and place in the code, whoever of many processes makes the call', () => {
    const others = { accessKeyId: 'ASIA00aabbccddeeff22', service: 'dynamodb', action: 'UpdateItem' };
    const site = 'agent.heartbeat';
    expect(
      listSites([
        { ...machine, site },
        { ...others, site },
      ]).map(nameOf),
    ).toEqual(['agent dynamodb:UpdateItem heartbeat']);
    expect(siteOf({ accessKeyId: 'test', service: 'ssm', action: 'PutParameter' })).toBeUndefined();
  });

  it('of a signed URL belong to whoever holds it, and of an instance without an agent to its bootstrap', () => {
    const names = [
      { accessKeyId: 'job-server', service: 's3', action: 'PutObject' },
      { ...machine, service: 's3', action: 'GetObject' },
    ].map((call) => siteOf(call)?.who);
    expect(names).toEqual(['client', 'machine']);
  });

  it('are written so that they can be read back, and matched by nothing else', () => {
    const site = parseSite('agent dynamodb:TransactWriteItems complete.T6.last');
    expect(nameOf(site)).toBe('agent dynamodb:TransactWriteItems complete.T6.last');
    expect(matchOf(site)).toEqual({
      service: 'dynamodb',
      action: 'TransactWriteItems',
      site: 'agent.complete.T6.last',
    });
    expect(() => parseSite('somebody sqs:SendMessage')).toThrow('somebody sqs:SendMessage: no call site');
  });
});

describe('rounds', () => {
  const sites = Array.from({ length: 20 }, (_, n) => parseSite(`agent dynamodb:GetItem place${n}`));

  it('hold every cell exactly once, and one fate each', () => {
    const rounds = planRounds(sites, FATES, 7);
    const names = rounds.flat().map(({ site, fate }) => `${fate} ${nameOf(site)}`);
    expect(new Set(names).size).toBe(sites.length * FATES.length);
    expect(names).toHaveLength(sites.length * FATES.length);
    expect(rounds.every((cells) => new Set(cells.map(({ fate }) => fate)).size === 1)).toBe(true);
  });

  it('kill few agents each', () => {
    const deaths = planRounds(sites, ['dies-before'], 20);
    expect(Math.max(...deaths.map((cells) => cells.length))).toBeLessThanOrEqual(7);
  });
});
