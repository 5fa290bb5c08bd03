/** What an operator does with releases: publish, activate, roll back, list. An activation is a write of one parameter; instances read it when they boot. */
import { CommandError, EXIT } from '../../exit-code.ts';
import { type EngineStore } from './engine-store.ts';
import { type PackagedEngine } from './package-engine.ts';
import { type ActiveRelease, activate, describeRelease, getWanted, type Release, rollback } from './release.ts';

export interface Published {
  release: Release;
  isNew: boolean;
}

export async function publishRelease(store: EngineStore, { release, file }: PackagedEngine): Promise<Published> {
  return { release, isNew: await store.upload(release, file) };
}

export interface Activated {
  active: ActiveRelease;
  /** Absent when the environment had no engine before. */
  before?: Release;
}

export async function activateRelease(store: EngineStore, wanted: string): Promise<Activated> {
  const [published, current] = await Promise.all([store.listPublished(), store.findActive()]);
  return put(store, current, activate(current, getWanted(published, wanted)));
}

/** @throws CommandError also when the package of the earlier release is no longer there */
export async function rollBackRelease(store: EngineStore): Promise<Activated> {
  const [published, current] = await Promise.all([store.listPublished(), store.findActive()]);
  const next = rollback(current);
  if (!published.some(({ key }) => key === next.key))
    throw new CommandError(EXIT.refused, `${describeRelease(next)} was active before, but its package is gone`);
  return put(store, current, next);
}

async function put(store: EngineStore, current: ActiveRelease | undefined, next: ActiveRelease): Promise<Activated> {
  if (next !== current) await store.putActive(next);
  return current ? { active: next, before: current } : { active: next };
}

export interface ListedRelease extends Release {
  isActive: boolean;
  /** 1 for the release that a rollback brings back. */
  rollback?: number;
}

export async function listReleases(store: EngineStore): Promise<ListedRelease[]> {
  const [published, current] = await Promise.all([store.listPublished(), store.findActive()]);
  return published.map((release) => {
    const at = current?.previous.findIndex(({ key }) => key === release.key) ?? -1;
    return { ...release, isActive: release.key === current?.key, ...(at < 0 ? {} : { rollback: at + 1 }) };
  });
}
