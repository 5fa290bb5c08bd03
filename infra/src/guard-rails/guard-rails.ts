/** Fails synth when a stack breaks a rule, with the fix in the message. */
import { type Environment } from '@reelyard/environments';
import { Annotations, type IAspect, TerraformStack } from 'cdktf';
import { type IConstruct } from 'constructs';
import { exceptionsOf } from './exceptions.ts';
import { findProblems } from './find-problems.ts';
import { toTree } from './rule.ts';

export class GuardRails implements IAspect {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  visit(node: IConstruct): void {
    if (!TerraformStack.isStack(node)) return;
    for (const { rule, address, message } of findProblems(toTree(node.toTerraform()), exceptionsOf(this.#environment)))
      Annotations.of(node).addError(`${address}: ${message} (guard rail ${rule})`);
  }
}
