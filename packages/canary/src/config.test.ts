import { describe, expect, it } from '@jest/globals';
import { submitSchema } from '@reelyard/contracts';
import { readConfig } from './config.ts';
import { defaultJob } from './default-job.ts';

const env = {
  LEDGER_TABLE: 'ledger',
  CANARY_POOLS: 'on-demand,spot',
  API_URL: 'https://api.example.com',
  CANARY_KEY_PARAMETER: '/reelyard/prod/canary-key',
};

describe('the configuration of the canary', () => {
  it('has a job of one second that the API takes', () => {
    expect(readConfig(env)).toMatchObject({ pools: ['on-demand', 'spot'], job: defaultJob, budgetMs: 540_000 });
    expect(submitSchema.safeParse(defaultJob).success).toBe(true);
  });

  it('takes a job of another engine', () => {
    const job = { engine: 'scripted', project: {} };
    expect(readConfig({ ...env, CANARY_JOB: JSON.stringify(job) }).job).toEqual(job);
  });

  it('names every bad variable at once', () => {
    const bad = { ...env, CANARY_POOLS: '', API_URL: 'api.example.com', CANARY_JOB: '[]', CANARY_BUDGET_MS: '600000' };
    for (const name of ['CANARY_POOLS', 'API_URL', 'CANARY_JOB', 'CANARY_BUDGET_MS'])
      expect(() => readConfig(bad)).toThrow(name);
  });
});
