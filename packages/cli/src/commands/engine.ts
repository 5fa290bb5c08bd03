/** `reelyard engine …`: which engine the instances of an environment get. */
import { type Environment } from '@reelyard/environments';
import { cacheDir } from '../bundle/repository.ts';
import { createEngineStore, type EngineStore } from '../operate/engine/engine-store.ts';
import { withPackage } from '../operate/engine/package-engine.ts';
import { describeRelease } from '../operate/engine/release.ts';
import {
  type Activated,
  activateRelease,
  type ListedRelease,
  listReleases,
  publishRelease,
  rollBackRelease,
} from '../operate/engine/roll-out.ts';
import { getEnvironment } from '../operate/find-environment.ts';
import { getNames } from '../operate/names.ts';
import { withClients } from '../operate/operator-clients.ts';
import { type Output } from '../output.ts';

export interface EngineFlags {
  env: string;
  /** Where another provisioning than ours put the packages. */
  bucket?: string;
}

export async function publishEngine(source: string, flags: EngineFlags, output: Output): Promise<void> {
  const published = await withStore(flags, (store) =>
    withPackage(source, cacheDir, (engine) => publishRelease(store, engine)),
  );
  const { release, isNew } = published;
  const words = isNew ? `published ${describeRelease(release)}` : `${describeRelease(release)} was published before`;
  output.result(
    published,
    `${words}\nactivate it:  reelyard engine activate ${release.name}@${release.version} --env ${flags.env}`,
  );
}

export async function activateEngine(wanted: string, flags: EngineFlags, output: Output): Promise<void> {
  tell(await withStore(flags, (store) => activateRelease(store, wanted)), output);
}

export async function rollBackEngine(flags: EngineFlags, output: Output): Promise<void> {
  tell(await withStore(flags, rollBackRelease), output);
}

export async function listEngines(flags: EngineFlags, output: Output): Promise<void> {
  const releases = await withStore(flags, listReleases);
  output.result(releases, releases.length === 0 ? 'no engine is published' : releases.map(describeListed).join('\n'));
}

async function withStore<T>({ env, bucket }: EngineFlags, use: (store: EngineStore) => Promise<T>): Promise<T> {
  const environment: Environment = getEnvironment(env);
  return withClients(environment.region, async (clients) => {
    const names = await getNames(environment, clients.sts);
    const place = { ...clients, bucket: bucket ?? names.engineBucket, parameter: names.engineParameter };
    return use(createEngineStore(place));
  });
}

function tell(activated: Activated, output: Output): void {
  const { active, before } = activated;
  const now = describeRelease(active);
  if (before?.key === active.key) return output.result(activated, `${now} is active already`);
  const from = before ? `, before it ${describeRelease(before)}` : '';
  output.result(activated, `active is ${now}${from}\ninstances that boot from now on get it`);
}

function describeListed(release: ListedRelease): string {
  const mark = release.isActive ? '▸ active' : release.rollback === undefined ? '' : `rollback ${release.rollback}`;
  return `${mark.padEnd(12)}${describeRelease(release)}`;
}
