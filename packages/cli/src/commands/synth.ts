/** `reelyard synth`: Terraform JSON of environments, without asking AWS for anything. */
import { relative } from 'node:path';
import { repository } from '../bundle/repository.ts';
import { getEnvironment } from '../operate/find-environment.ts';
import { buildFor, type SynthFlags, synthesizeStacks } from '../operate/prepare.ts';
import { type Output } from '../output.ts';

/** @param names of environments; none means all */
export async function synthesize(names: readonly string[], flags: SynthFlags, output: Output): Promise<void> {
  const wanted = (names.length > 0 ? names : ['dev', 'prod', 'rehearsal']).map(getEnvironment);
  const built = await buildFor(flags, undefined, output);
  const results = [];
  for (const environment of wanted) {
    const stacks = await synthesizeStacks(environment, built, flags, output);
    results.push({ environment: environment.name, image: built.image, stacks });
  }
  const out = flags.out ?? repository('cdktf.out');
  output.result(
    results,
    `▸ wrote      ${results.map(({ stacks }) => stacks.length).join(' + ')} stacks below ${relative('.', out)}/stacks`,
  );
}
