/** Reads engine manifests. A manifest that is wrong stops with every problem named; it is never half used. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type EngineManifest, FarmError, engineManifest, toPointer } from '@reelyard/contracts';

export interface LoadedEngine {
  readonly manifest: EngineManifest;
  /** Absolute path of the engine's folder: `{engine}` of its commands, and their working directory. */
  readonly dir: string;
}

/**
 * @param dir the folder that holds `engine.json`
 * @throws FarmError `engine-unusable` when the manifest is missing, no JSON, or not a manifest
 */
export function loadManifest(dir: string): LoadedEngine {
  const path = join(resolve(dir), 'engine.json');
  const parsed = engineManifest.safeParse(readJson(path));
  if (parsed.success) return { manifest: parsed.data, dir: dirname(path) };
  const problems = parsed.error.issues.map((issue) => `${toPointer(issue.path) || '/'} ${issue.message}`);
  throw new FarmError('engine-unusable', `${path} is not an engine manifest: ${problems.join('; ')}`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new FarmError('engine-unusable', `${path} cannot be read as JSON`, { cause });
  }
}

const builtInRoot = resolve(import.meta.dirname, '..');

/** The engines of this repository, by name. Meant for a checkout: a bundle loads its engines with `loadManifest`. */
export function listBuiltInEngines(): readonly LoadedEngine[] {
  return readdirSync(builtInRoot, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(builtInRoot, entry.name, 'engine.json')))
    .map((entry) => loadManifest(join(builtInRoot, entry.name)))
    .sort((a, b) => (a.manifest.name < b.manifest.name ? -1 : 1));
}

/** @throws FarmError `engine-unusable` when no built-in engine has that name */
export function getBuiltInEngine(name: string): LoadedEngine {
  const found = listBuiltInEngines().find(({ manifest }) => manifest.name === name);
  if (found) return found;
  throw new FarmError('engine-unusable', `there is no built-in engine ${name}`);
}
