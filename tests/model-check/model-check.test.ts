import { describe, expect, it } from '@jest/globals';
import { TRANSITIONS } from '@reelyard/ledger';
import { hunt } from './hunt.ts';
import { MUTANTS } from './mutants.ts';
import { PRODUCTION } from './protocol.ts';
import { RECORDS } from './rows.ts';
import { run } from './run.ts';

const SMALL = ['submit', 'held', 'doorbells', 'failures', 'bytes', 'cancel', 'three-agents', 'segments'];

describe('the table that production executes', () => {
  it.each(SMALL)(
    'violates nothing and always comes to rest, in every state of the farm of %s',
    async (name) => {
      const report = await run(name, PRODUCTION, { states: 200_000 });
      expect(report).toMatchObject({ isComplete: true, violations: [] });
      expect(report?.states).toBeGreaterThan(1_000);
    },
    60_000,
  );

  it('decides nothing by what the model leaves out of its rows', () => {
    const text = JSON.stringify(
      Object.values(TRANSITIONS).map(({ changes }) => changes.map((change) => 'guards' in change && change.guards)),
    );
    const guarded = RECORDS.filter((field) => text.includes(`"field":"${field}"`));
    // T3's cut-off: the model lets it pass at any instant.
    expect(guarded).toEqual(['emittedAt']);
  });
});

describe('a table that is broken in one place is found out, by a shortest trace:', () => {
  it.each([
    ['no T6b duty', 'L1', 13],
    ['T7 past its budget', 'S10', 10],
    ['T4 of a job that ended', 'S4', 3],
    ['idempotency record not written', 'S11', 3],
    ['sent: a commit in two writes', 'S15', 5],
    ['one artifact key for all epochs', 'S8', 13],
    ['a seat given back without its epoch', 'S13', 5],
  ])(
    '%s (%s in %i steps)',
    async (name, property, steps) => {
      const mutant = MUTANTS.find((each) => each.name === name);
      const caught = mutant && (await hunt(mutant));
      expect({ property: caught?.what.split(' ')[0], steps: caught?.trace.length }).toEqual({ property, steps });
      expect(caught?.trace.every(({ label }) => label !== '')).toBe(true);
    },
    60_000,
  );
});
