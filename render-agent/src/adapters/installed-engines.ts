/** The engines of this instance: every folder below ENGINE_DIR that holds an `engine.json`. All problems are told at once. */
import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FarmError } from '@reelyard/contracts';
import { type LoadedEngine, loadManifest } from '@reelyard/engines';

export interface Ground {
  engineDir: string;
  scratchDir: string;
  /** Undefined when no ffmpeg was found. */
  ffmpeg: string | undefined;
}

/** @throws FarmError `config-invalid` that lists everything that keeps the agent from working */
export function prepareGround({ engineDir, scratchDir, ffmpeg }: Ground): ReadonlyMap<string, LoadedEngine> {
  const problems: string[] = [];
  const engines = loadAll(engineDir, problems);
  const needsFfmpeg = engines.filter(({ manifest }) => manifest.verify.kind === 'media');
  if (needsFfmpeg.length > 0 && ffmpeg === undefined) {
    const names = needsFfmpeg.map(({ manifest }) => manifest.name).join(', ');
    problems.push(`no ffmpeg was found to verify what ${names} makes; set FFMPEG_PATH`);
  }
  problems.push(...checkScratch(scratchDir));
  if (problems.length > 0)
    throw new FarmError('config-invalid', `the agent cannot work here:\n  ${problems.join('\n  ')}`);
  return new Map(engines.map((engine) => [engine.manifest.name, engine]));
}

function loadAll(engineDir: string, problems: string[]): LoadedEngine[] {
  const folders = listFolders(engineDir).filter((folder) => existsSync(join(folder, 'engine.json')));
  if (folders.length === 0) problems.push(`ENGINE_DIR ${engineDir} holds no folder with an engine.json`);
  return folders.flatMap((folder) => {
    try {
      return [loadManifest(folder)];
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return [];
    }
  });
}

function listFolders(root: string): string[] {
  try {
    return readdirSync(root)
      .sort()
      .map((name) => join(root, name));
  } catch {
    return [];
  }
}

function checkScratch(scratchDir: string): string[] {
  try {
    mkdirSync(scratchDir, { recursive: true });
    accessSync(scratchDir, constants.W_OK);
    return [];
  } catch {
    return [`SCRATCH_DIR ${scratchDir} cannot be written`];
  }
}
