/** The Node that goes into packages: the pinned one of the optional dependencies, so that every machine packs the same; else the one that runs. */
import { existsSync } from 'node:fs';
import { repository } from './repository.ts';

export function getNode(): string {
  const pinned = repository(`node_modules/node-linux-${process.arch}/bin/node`);
  return existsSync(pinned) ? pinned : process.execPath;
}
