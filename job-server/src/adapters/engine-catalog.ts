/**
 * The engines that jobs may name. `ENGINE_MANIFESTS` is a folder of engine folders (each with `engine.json`) or a JSON list of
 * manifests; without it, the engines of this repository.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type EngineManifest, FarmError, engineManifest, toPointer } from '@reelyard/contracts';
import { listBuiltInEngines, loadManifest } from '@reelyard/engines';
import { type EngineCatalog } from '../ports.ts';

/** @throws FarmError `config-invalid` or `engine-unusable` that names every problem */
export function loadEngineCatalog(setting: string | undefined): EngineCatalog {
  const manifests = readManifests(setting);
  if (manifests.length === 0) throw new FarmError('config-invalid', 'ENGINE_MANIFESTS names no engine');
  return new Map(manifests.map((manifest) => [manifest.name, manifest]));
}

function readManifests(setting: string | undefined): EngineManifest[] {
  if (setting === undefined) return listBuiltInEngines().map(({ manifest }) => manifest);
  if (setting.trimStart().startsWith('[')) return parseList(setting);
  return readdirSync(setting, { withFileTypes: true })
    .map((entry) => join(setting, entry.name))
    .filter((dir) => existsSync(join(dir, 'engine.json')))
    .map((dir) => loadManifest(dir).manifest);
}

function parseList(text: string): EngineManifest[] {
  const parsed = engineManifest.array().safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${toPointer(issue.path) || '/'} ${issue.message}`);
  throw new FarmError('config-invalid', `ENGINE_MANIFESTS is not a list of manifests: ${problems.join('; ')}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FarmError('config-invalid', 'ENGINE_MANIFESTS is neither a folder nor JSON', { cause });
  }
}
