/** The environment of the function, parsed once. */
import { integer, json, oneOf, parseConfig, text, type Environment } from '@reelyard/runtime';
import { defaultJob } from './default-job.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const jobSchema = {
  safeParse: (value: unknown) =>
    isRecord(value)
      ? ({ success: true, data: value } as const)
      : ({ success: false, error: { message: 'not an object' } } as const),
};

const shape = {
  env: text('REELYARD_ENV', { default: 'dev' }),
  table: text('LEDGER_TABLE'),
  /** Without a pool every run would be a skip. */
  pools: text('CANARY_POOLS', { pattern: /^[\w-]+(,[\w-]+)*$/, like: 'names of pools with commas between them' }),
  /** Origin of the public API. */
  url: text('API_URL', { pattern: /^https?:\/\/[^/]+\/?$/, like: 'an origin like https://api.example.com' }),
  keyParameter: text('CANARY_KEY_PARAMETER'),
  /** Body of the job; an engine that reads no compositions needs one of its own. */
  job: json('CANARY_JOB', jobSchema, 'a job as POST /v1/jobs takes it'),
  /** Below the timeout of the function, which is 600 s. */
  budgetMs: integer('CANARY_BUDGET_MS', { default: 540_000, min: 1_000, max: 570_000 }),
  submitMs: integer('CANARY_SUBMIT_MS', { default: 60_000, min: 1_000 }),
  pollMs: integer('CANARY_POLL_MS', { default: 1_000, min: 50 }),
  requestMs: integer('CANARY_REQUEST_MS', { default: 10_000, min: 100 }),
  logLevel: oneOf('LOG_LEVEL', ['debug', 'info', 'warn', 'error'], 'info'),
};

export type CanaryConfig = ReturnType<typeof readConfig>;

/** @throws FarmError `config-invalid` that lists every bad variable */
export function readConfig(env: Environment) {
  const config = parseConfig({ CANARY_JOB: JSON.stringify(defaultJob), ...env }, shape);
  return { ...config, pools: config.pools.split(',') };
}
