/** Logs of an ended instance move to `<dataDir>/instance-logs/<id>/`; the newest instances' are kept. */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Enough for a long rehearsal, small enough to forget about. */
const KEEP_INSTANCES = 50;

export function keepLogs(dataDir: string, id: string, folder: string): void {
  const logs = join(folder, 'var/log');
  if (!existsSync(logs)) return;
  const all = join(dataDir, 'instance-logs');
  mkdirSync(all, { recursive: true });
  cpSync(logs, join(all, id), { recursive: true });
  const byAge = readdirSync(all)
    .map((name) => ({ name, at: statSync(join(all, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { name } of byAge.slice(KEEP_INSTANCES)) rmSync(join(all, name), { recursive: true, force: true });
}
