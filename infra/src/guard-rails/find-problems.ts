/** Every rule over one tree, less the exceptions that say why. */
import { type Exception, type Problem, type Rule, type Tree } from './rule.ts';

export const rules: readonly Rule[] = [];

export function findProblems(tree: Tree, exceptions: readonly Exception[]): (Problem & { rule: string })[] {
  return rules
    .flatMap((rule) => rule.check(tree).map((problem) => ({ ...problem, rule: rule.name })))
    .filter(({ rule, address }) => !exceptions.some((each) => each.rule === rule && address.startsWith(each.address)));
}
