import { describe, expect, it } from '@jest/globals';
import { type Environment, prod } from '@reelyard/environments';
import { namesOf } from './names.ts';
import { agentPolicy } from './policies/agent.ts';
import { renderPolicy } from './policies/statement.ts';
import { resourcesOf, synthesized } from './testing/synthesized.ts';

const table = 'reelyard-prod-ledger-20261121';
const restored: Environment = { ...prod, ledger: { table, because: 'restored to 09:40 after a bad migration' } };

describe('an environment with a restored ledger', () => {
  it('keeps everything but the table, for which every service, policy and alarm has the new name', () => {
    const [before, after] = [prod, restored].map((environment) => JSON.stringify([...synthesized(environment)]));
    expect(after).toContain(`"name":"${table}"`);
    expect(after?.replaceAll(table, 'reelyard-prod-ledger')).toBe(before);
  });

  it('has the table as Terraform will keep it: recoverable, encrypted, protected, with TTL', () => {
    expect(resourcesOf(synthesized(restored), 'aws_dynamodb_table')).toEqual([
      expect.objectContaining({
        name: table,
        point_in_time_recovery: { enabled: true },
        ttl: { attribute_name: 'ttl', enabled: true },
        deletion_protection_enabled: true,
      }),
    ]);
  });

  it('grants nothing on the table that was left', () => {
    const text = renderPolicy(agentPolicy(namesOf(restored, '123456789012')));
    expect(text).toContain(`table/${table}"`);
    expect(text).not.toContain('table/reelyard-prod-ledger"');
  });
});
