/** `reelyard diff ENV`: what a deploy would change, and nothing else. */
import { findDeployment } from '../operate/deployment-record.ts';
import { getEnvironment } from '../operate/find-environment.ts';
import { isSame, lookAt, lookWords, type StackLook } from '../operate/look.ts';
import { withClients } from '../operate/operator-clients.ts';
import { prepare, startTerraform, type SynthFlags } from '../operate/prepare.ts';
import { type ServerImage } from '../operate/server-image.ts';
import { checkStatePlace } from '../operate/state-place.ts';
import { getTerraform } from '../operate/terraform/find-terraform.ts';
import { type Output } from '../output.ts';

export interface Diff {
  environment: string;
  image: ServerImage;
  /** The commit that is deployed. */
  deployed?: string;
  isSame: boolean;
  stacks: StackLook[];
}

export async function diff(name: string, flags: SynthFlags, output: Output): Promise<void> {
  const found = await findDiff(name, flags, output);
  const words = found.isSame ? `${name} is what is in this checkout` : found.stacks.map(lookWords).join('\n');
  output.result(found, words);
}

export async function findDiff(name: string, flags: SynthFlags, output: Output): Promise<Diff> {
  const environment = getEnvironment(name);
  const tool = await getTerraform(process.env);
  const deployed = await withClients(environment.region, async (clients) => {
    await checkStatePlace(environment, clients);
    return findDeployment(clients.ssm, name);
  });
  const { image, stacks } = await prepare(environment, flags, deployed?.image, output);
  const looks = await lookAt(startTerraform(tool), stacks);
  const commit = deployed ? { deployed: deployed.commit } : {};
  return { environment: name, image, ...commit, isSame: isSame(looks), stacks: looks };
}
