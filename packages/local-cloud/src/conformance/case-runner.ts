/**
 * How a conformance suite states its cases, so that a known deviation of another implementation is a statement, too:
 * a case listed as different must fail there, and the run fails when the deviation has gone.
 */
import { it } from '@jest/globals';

/** Case name → why the implementation under test differs. */
export type KnownDifferences = ReadonlyMap<string, string>;

export type CaseRunner = (name: string, body: () => Promise<void>) => void;

export function caseRunner(differences: KnownDifferences = new Map()): CaseRunner {
  return (name, body) => {
    const why = differences.get(name);
    if (why === undefined) it(name, body);
    else it(`differs, as listed: ${name}`, () => expectFailure(body, why));
  };
}

async function expectFailure(body: () => Promise<void>, why: string): Promise<void> {
  try {
    await body();
  } catch {
    return;
  }
  throw new Error(`This case passes now; take it off the list of differences (${why}).`);
}
