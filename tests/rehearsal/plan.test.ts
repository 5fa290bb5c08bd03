import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getTools, type PlannedEnvironment, planEnvironment } from '@reelyard/cli';
import { dev, prod } from '@reelyard/environments';
import { synth } from '@reelyard/infra';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nobodysArtifacts } from '../infra/read-synthesized.ts';

/** `REELYARD_TERRAFORM=1` plans with the real Terraform and its provider on moto server; it takes a minute. */
const isWanted = process.env['REELYARD_TERRAFORM'] === '1';
const minute = 60_000;

describe('a first deployment', () => {
  if (!isWanted) {
    it('is not planned: REELYARD_TERRAFORM=1 plans every stack with the real provider', () => {
      expect(isWanted).toBe(false);
    });
    return;
  }

  const dir = mkdtempSync(join(tmpdir(), 'reelyard-plan-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  describe.each([dev, prod])('of $name', (environment) => {
    let planned: PlannedEnvironment;
    beforeAll(async () => {
      const stacks = await synth(environment, nobodysArtifacts, dir);
      planned = await planEnvironment(environment, stacks, { tools: await getTools(process.env), dir });
    }, 5 * minute);

    it('makes something in every stack, and changes and ends nothing', () => {
      expect(planned.stacks.filter(({ create, otherwise }) => create === 0 || otherwise > 0)).toEqual([]);
      expect(planned.stacks.length).toBeGreaterThanOrEqual(7);
      expect(planned.resources).toBeGreaterThan(100);
    });

    it('uses nothing that the provider warns of', () => {
      expect(planned.stacks.filter(({ warnings }) => warnings.length > 0)).toEqual([]);
    });
  });
});
