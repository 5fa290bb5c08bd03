import { beforeAll, describe, expect, it } from '@jest/globals';
import { dev, prod, rehearsal } from '@reelyard/environments';
import { readConfig as readCanaryConfig } from '@reelyard/canary';
import { readConfig as readServerConfig } from '@reelyard/job-server';
import { readConfig as readScalerConfig } from '@reelyard/scaler-lambda';
import { readFileSync } from 'node:fs';
import { readSynthesized } from './read-synthesized.ts';

type Variables = Record<string, string>;

/** What the bootstrap of an instance adds; see infra/documents/bootstrap.sh. */
const fromBootstrap = ['POOL', 'ENGINE_DIR', 'SCRATCH_DIR'];

/** What Terraform looks up is a URL in the end, or a word. */
function resolved(variables: Variables): Variables {
  const entries = Object.entries(variables).map(([name, value]): [string, string] => [
    name,
    name.endsWith('_URL') ? 'https://sqs.us-east-1.amazonaws.com/123456789012/queue' : value,
  ]);
  return Object.fromEntries(entries);
}

describe.each([dev, prod, rehearsal])('the deployed services of $name', (environment) => {
  let stacks: Awaited<ReturnType<typeof readSynthesized>>;
  const only = (stack: 'job-service' | 'scaler' | 'render-fleet', type: string) =>
    Object.values(stacks[stack]?.resource[type] ?? {});
  beforeAll(async () => {
    stacks = await readSynthesized(environment);
  });

  it('give the job server an environment that it takes', () => {
    const [task] = only('job-service', 'aws_ecs_task_definition');
    const [container] = JSON.parse(String(task?.['container_definitions'])) as {
      environment: { name: string; value: string }[];
    }[];
    const variables = Object.fromEntries((container?.environment ?? []).map(({ name, value }) => [name, value]));
    const config = readServerConfig(resolved(variables));
    expect(config).toMatchObject({
      env: environment.name,
      host: '0.0.0.0',
      port: 8_080,
      ledgerTable: `reelyard-${environment.name}-ledger`,
      scaleFunction: `reelyard-${environment.name}-scale`,
      trustedProxies: 1,
      leaseMs: environment.timers.leaseMs,
    });
    expect(JSON.parse(config.engineManifests ?? '[]')).not.toHaveLength(0);
  });

  it('give both functions an environment that they take, with the document pinned, in the 4 KB of Lambda', () => {
    for (const each of only('scaler', 'aws_lambda_function').filter(({ handler }) => handler !== 'index.canary')) {
      const { variables } = each['environment'] as { variables: Variables };
      expect(readScalerConfig(variables)).toMatchObject({
        env: environment.name,
        pools: environment.pools.map(({ name }) => ({ name, group: `reelyard-${environment.name}-${name}` })),
        bootstrapVersion: expect.stringContaining('latest_version'),
        bootstrapHash: expect.stringContaining('hash'),
        tickMs: environment.timers.tickMs,
      });
      expect(JSON.stringify(variables).length).toBeLessThan(4_096);
    }
  });

  it('give the canary an environment that it takes, where there is one', () => {
    const canaries = only('scaler', 'aws_lambda_function').filter(({ handler }) => handler === 'index.canary');
    expect(canaries).toHaveLength('canary' in environment ? 1 : 0);
    for (const each of canaries) {
      const { variables } = each['environment'] as { variables: Variables };
      expect(readCanaryConfig(variables)).toMatchObject({
        env: environment.name,
        table: `reelyard-${environment.name}-ledger`,
        pools: environment.pools.map(({ name }) => name),
        keyParameter: `/reelyard/${environment.name}/canary-key`,
      });
      const { budgetMs, requestMs } = readCanaryConfig(variables);
      expect(budgetMs + 2 * requestMs).toBeLessThan(Number(each['timeout']) * 1_000);
    }
  });

  it('give agents every variable that has no default, by the parameter that they are bootstrapped from', () => {
    const config = readFileSync(new URL('../../render-agent/src/config.ts', import.meta.url), 'utf8');
    const needed = [...config.matchAll(/text\('([A-Z_]+)', (?!\{ default)/g)].map(([, name = '']) => name);
    expect(needed).toContain('LEDGER_TABLE');
    const parameter = only('render-fleet', 'aws_ssm_parameter').find((each) => String(each['name']).endsWith('/agent'));
    const value = JSON.parse(String(parameter?.['insecure_value'])) as { environment: Variables; sha256: string };
    const given = [...Object.keys(value.environment), ...fromBootstrap];
    expect(needed.filter((name) => !given.includes(name))).toEqual([]);
    expect(value).toMatchObject({ version: 3, sha256: 'b'.repeat(64) });
  });
});
