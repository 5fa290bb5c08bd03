/** The Lambda function. The only file that reads the environment and wires the rest. */
import { createDynamoLedger } from '@reelyard/ledger';
import { createLogger, dynamoClient, emitMetrics, ssmClient, systemClock } from '@reelyard/runtime';
import { httpApi } from './adapters/http-api.ts';
import { parameterKeyRing } from './adapters/key-ring.ts';
import { type CanaryConfig, readConfig } from './config.ts';
import { findSlot } from './core/index.ts';
import { catalogued } from './log-events.ts';
import { type Canary } from './ports.ts';
import { type CanaryEnd, runCanary } from './run-canary.ts';

interface Context {
  getRemainingTimeInMillis?(): number;
}

/** Kept free at the end of an invocation: cancel, and one request that is under way. */
const marginMs = 25_000;

let wired: { config: CanaryConfig; canary: Canary } | undefined;

/** Built at the first event, so that a bad environment is an error of the invocation, with its message in the log. */
function wire(): { config: CanaryConfig; canary: Canary } {
  if (wired) return wired;
  const config = readConfig(process.env);
  const { env, table, pools } = config;
  const ledger = createDynamoLedger({ client: dynamoClient(), table });
  const keys = parameterKeyRing(ssmClient(), { env, parameter: config.keyParameter });
  const canary: Canary = {
    listInstances: async () => (await Promise.all(pools.map((pool) => ledger.listInstances(pool)))).flat(),
    api: httpApi({ ...config, keys }),
    clock: systemClock,
    log: catalogued(createLogger({ service: 'canary', env, level: config.logLevel })),
    measure: (metrics, at, properties) => emitMetrics({ service: 'canary', env }, metrics, at, properties),
  };
  wired = { config, canary };
  return wired;
}

/** @param event `{ "slot": "<word>" }`: the same word submits no second job; without one it is the quarter of an hour */
export async function canary(event: unknown, context: Context = {}): Promise<CanaryEnd> {
  const { config, canary } = wire();
  const { submitMs, pollMs } = config;
  const remainingMs = context.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY;
  const budgetMs = Math.max(0, Math.min(config.budgetMs, remainingMs - marginMs));
  return runCanary(canary, findSlot(event, systemClock.now()), { budgetMs, submitMs, pollMs });
}
