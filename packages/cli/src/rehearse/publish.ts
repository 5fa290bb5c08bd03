/** The engine as an operator rolls it out, on what Terraform has made: both must name one package by one key. */
import { type Names } from '@reelyard/infra';
import { createEngineStore } from '../operate/engine/engine-store.ts';
import { withPackage } from '../operate/engine/package-engine.ts';
import { activateRelease, publishRelease } from '../operate/engine/roll-out.ts';
import { CommandError, EXIT } from '../exit-code.ts';
import { type DeployedFarm } from './run-deployed.ts';

/** @returns what is active, `name@version` */
export async function publishEngine(
  { moto, cloud }: Pick<DeployedFarm, 'moto' | 'cloud'>,
  { engineBucket, engineParameter }: Pick<Names, 'engineBucket' | 'engineParameter'>,
  { engine, cacheDir }: { engine: string; cacheDir: string },
): Promise<string> {
  const store = createEngineStore({ s3: moto.s3, ssm: cloud.ssm, bucket: engineBucket, parameter: engineParameter });
  return withPackage(engine, cacheDir, async (packaged) => {
    const { release, isNew } = await publishRelease(store, packaged);
    if (isNew) throw new CommandError(EXIT.failed, `Terraform did not upload ${release.key}`);
    const { active } = await activateRelease(store, `${release.name}@${release.version}`);
    return `${active.name}@${active.version}`;
  });
}
