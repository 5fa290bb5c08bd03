/** `farm.json` of a farm that is up: how to reach it. Written when it is ready, removed when it stops. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../bundle/repository.ts';

export interface FarmFile {
  url: string;
  key: string;
  /** Of the process that holds the farm. */
  pid: number;
  /** Loopback AWS. */
  endpoint: string;
  env: string;
}

export const farmDir = repository('.reelyard/farm');

export function writeFarmFile(dir: string, farm: FarmFile): void {
  writeFileSync(join(dir, 'farm.json'), JSON.stringify(farm, null, 2), { mode: 0o600 });
}

export function removeFarmFile(dir: string): void {
  rmSync(join(dir, 'farm.json'), { force: true });
}

/** The farm that runs on this folder, if its process lives. */
export function findRunningFarm(dir = farmDir): FarmFile | undefined {
  const file = join(dir, 'farm.json');
  if (!existsSync(file)) return undefined;
  const farm = JSON.parse(readFileSync(file, 'utf8')) as FarmFile;
  return isAlive(farm.pid) ? farm : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
