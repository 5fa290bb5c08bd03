/** A mutant: production with one place of one source changed, and the suite of the repository that has to fail for it. */
import { readFileSync } from 'node:fs';
import { repository } from './repository.ts';

export interface Suite {
  /** Of a test file. */
  readonly file: string;
  /** Only tests whose full name matches: those that are about it, so that a run takes seconds. */
  readonly only?: string;
}

export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** There exactly once. */
  readonly from: string;
  readonly to: string;
  readonly suite: Suite;
  /** Why no suite can tell it from production. */
  readonly survives?: string;
}

/** What keeps the mutant from being one: its place is gone, or there are several. */
export function findMisfit({ file, from, to }: Mutant): string | undefined {
  const places = readFileSync(repository(file), 'utf8').split(from).length - 1;
  if (from === to) return 'it changes nothing';
  return places === 1 ? undefined : `${file} has ${places} places that read ${JSON.stringify(from)}`;
}
