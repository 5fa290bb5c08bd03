/** Whether a mutant is found out, by which test. */
import { findMisfit, type Mutant, type Suite } from './mutant.ts';
import { runSuite } from './run-suite.ts';

export type Fate =
  | { readonly kind: 'killed'; readonly by: string }
  | { readonly kind: 'survived' }
  /** Nothing was proved: it fits no source, or no test of its suite ran over it. */
  | { readonly kind: 'void'; readonly because: string };

export async function hunt(mutant: Mutant): Promise<Fate> {
  const misfit = findMisfit(mutant);
  if (misfit !== undefined) return { kind: 'void', because: misfit };
  const { failed, isSeen, ran } = await runSuite(mutant.suite, mutant);
  if (!isSeen) return { kind: 'void', because: `${mutant.suite.file} does not load ${mutant.file}` };
  if (failed !== undefined) return { kind: 'killed', by: failed };
  return ran === 0 ? { kind: 'void', because: 'no test ran' } : { kind: 'survived' };
}

/** A suite that fails anyway kills nothing. Answers what is wrong with it. */
export async function findFailing(suite: Suite): Promise<string | undefined> {
  const { failed, ran } = await runSuite(suite);
  if (failed !== undefined) return failed;
  return ran === 0 ? 'no test ran' : undefined;
}

/** A survivor is expected where its reason is given, and nowhere else. */
export const isAsExpected = ({ survives }: Mutant, { kind }: Fate): boolean =>
  kind === (survives === undefined ? 'killed' : 'survived');
