/**
 * Where ffmpeg is: `FFMPEG_PATH`, else beside the bundle that is running, else on `PATH`, else the optional dependency
 * `@ffmpeg-installer/ffmpeg`. Always a subprocess: its license is the GPL.
 */
import { accessSync, constants, copyFileSync, chmodSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function findOnPath(path: string): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, 'ffmpeg')).find(isExecutable);
}

/** The binary inside the platform package, wherever npm hoisted it to; it may lack its executable bit. */
function findInstalled(): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    const installer = require.resolve('@ffmpeg-installer/ffmpeg/package.json');
    const platform = `@ffmpeg-installer/${process.platform}-${process.arch}/package.json`;
    return join(dirname(createRequire(installer).resolve(platform)), 'ffmpeg');
  } catch {
    return undefined;
  }
}

/** Install scripts may be blocked, and then nobody has set the executable bit: set it, or run a copy that has it. */
function makeExecutable(path: string): string {
  if (isExecutable(path)) return path;
  try {
    chmodSync(path, 0o755);
    return path;
  } catch {
    const folder = join(tmpdir(), `reelyard-ffmpeg-${process.getuid?.() ?? 0}`);
    const copy = join(folder, `ffmpeg-${statSync(path).size}`);
    if (isExecutable(copy)) return copy;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const fresh = `${copy}.${process.pid}`;
    copyFileSync(path, fresh);
    chmodSync(fresh, 0o755);
    renameSync(fresh, copy);
    return copy;
  }
}

/** The path of an ffmpeg that can be started, or undefined. A `FFMPEG_PATH` that cannot be started is not replaced by another. */
export function findFfmpeg(env: Environment): string | undefined {
  if (env['FFMPEG_PATH']) return isExecutable(env['FFMPEG_PATH']) ? env['FFMPEG_PATH'] : undefined;
  const beside = join(import.meta.dirname, 'ffmpeg');
  if (isExecutable(beside)) return beside;
  const onPath = findOnPath(env['PATH'] ?? '');
  if (onPath !== undefined) return onPath;
  const installed = findInstalled();
  return installed !== undefined && existsSync(installed) ? makeExecutable(installed) : undefined;
}
