/**
 * `reelyard drift ENV`: whether what is deployed is what is in this checkout. Exit code 2 when it is not. It is the plan of a deploy and not Terraform's
 * `-refresh-only`: that one reports the capacity that the scaler sets, and misses what was merged and never deployed.
 */
import { CommandError, EXIT, type ExitCode } from '../exit-code.ts';
import { type StackLook } from '../operate/look.ts';
import { type SynthFlags } from '../operate/prepare.ts';
import { changeWords, type PlannedChange } from '../operate/terraform/plan-summary.ts';
import { type Output } from '../output.ts';
import { findDiff, type Diff } from './diff.ts';

export interface DriftReport {
  environment: string;
  deployed?: string;
  hasDrifted: boolean;
  /** Changed behind Terraform's back. */
  outside: DriftedResource[];
  /** In this checkout, and not deployed. */
  undeployed: DriftedResource[];
  /** Stacks that are not deployed at all. */
  absent: string[];
}

export type DriftedResource = PlannedChange & { stack: string };

export async function drift(name: string, flags: SynthFlags, output: Output): Promise<ExitCode> {
  const report = toReport(await find(name, flags, output));
  output.result(report, driftWords(report));
  return report.hasDrifted ? EXIT.drifted : EXIT.ok;
}

/** Exit code 2 says drift and nothing else, so a wrong argument is an error like any other. */
async function find(name: string, flags: SynthFlags, output: Output): Promise<Diff> {
  try {
    return await findDiff(name, flags, output);
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === EXIT.usage)
      throw new CommandError(EXIT.failed, error.message);
    throw error;
  }
}

/** Pure. */
export function toReport({ environment, deployed, isSame, stacks }: Diff): DriftReport {
  const changes = stacks.flatMap((look) =>
    isThere(look) ? look.changes.map((change) => ({ ...change, stack: look.stack })) : [],
  );
  return {
    environment,
    ...(deployed === undefined ? {} : { deployed }),
    hasDrifted: !isSame,
    outside: changes.filter(({ isOutside }) => isOutside),
    undeployed: changes.filter(({ isOutside }) => !isOutside),
    absent: stacks.filter((look) => !isThere(look)).map(({ stack }) => stack),
  };
}

function isThere(look: StackLook): look is StackLook & { kind: 'planned' } {
  return look.kind === 'planned' && look.isDeployed;
}

function driftWords({ environment, deployed, hasDrifted, outside, undeployed, absent }: DriftReport): string {
  const from = deployed === undefined ? '' : ` (deployed from ${deployed.slice(0, 12)})`;
  if (!hasDrifted) return `${environment} has not drifted${from}`;
  const list = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
  const line = (change: DriftedResource): string =>
    `${change.stack.padEnd(14)}${changeWords({ ...change, isOutside: false })}`;
  return [
    `${environment} has drifted${from}`,
    ...list('changed outside of Terraform', outside.map(line)),
    ...list('in this checkout and not deployed', undeployed.map(line)),
    ...list('not deployed at all', absent),
  ].join('\n');
}
