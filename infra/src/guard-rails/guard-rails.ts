/** Fails synth when a stack breaks a rule, with the fix in the message. */
import { type Environment } from '@reelyard/environments';
import { Annotations, type IAspect, TerraformStack } from 'cdktf';
import { type IConstruct } from 'constructs';
import { namesOf } from '../names.ts';
import { explainedSids } from '../policies/all-policies.ts';
import { exceptionsOf } from './exceptions.ts';
import { type Allowances, findProblems } from './find-problems.ts';
import { toTree } from './rule.ts';

export class GuardRails implements IAspect {
  readonly #allowances: Allowances;

  constructor(environment: Environment) {
    // The account plays no part in a Sid.
    const explained = explainedSids(namesOf(environment, '000000000000'));
    this.#allowances = { exceptions: exceptionsOf(environment), explained };
  }

  visit(node: IConstruct): void {
    if (!TerraformStack.isStack(node)) return;
    for (const { rule, address, message } of findProblems(toTree(node.toTerraform()), this.#allowances))
      Annotations.of(node).addError(`${address}: ${message} (guard rail ${rule})`);
  }
}
