/** The files that an argument names: itself, or every `.jsonl` in a folder and those below it. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError, EXIT } from '../exit-code.ts';

export async function listHistories(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(listOne));
  return [...new Set(found.flat())];
}

async function listOne(path: string): Promise<string[]> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats) throw new CommandError(EXIT.usage, `${path}: there is no such file or folder`);
  if (!stats.isDirectory()) return [path];
  const files = await readdir(path, { recursive: true });
  const histories = files.filter((file) => file.endsWith('.jsonl')).sort();
  if (histories.length === 0) throw new CommandError(EXIT.usage, `${path}: no history (*.jsonl) in this folder`);
  return histories.map((file) => join(path, file));
}
