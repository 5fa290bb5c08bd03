/** `terraform`, else `tofu`, on PATH, in a version that locks state in S3 by itself. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { CommandError, EXIT } from '../../exit-code.ts';
import { versionArgv } from './terraform-argv.ts';

export interface TerraformTool {
  path: string;
  name: 'terraform' | 'tofu';
  version: string;
}

const names = ['terraform', 'tofu'] as const;
/** The first with `use_lockfile` of the S3 backend, of both. */
const oldest = [1, 10] as const;
const needed = `Terraform or OpenTofu >= ${oldest.join('.')} is needed on PATH`;

/** @throws CommandError `missing` with one sentence */
export async function getTerraform(env: Readonly<Record<string, string | undefined>>): Promise<TerraformTool> {
  const found = names.flatMap((name) => findOnPath(env['PATH'] ?? '', name).map((path) => ({ name, path })));
  const [first] = found;
  if (!first) throw new CommandError(EXIT.missing, `${needed}, and neither is there`);
  const version = await askVersion(first.path);
  if (isRecent(version)) return { ...first, version };
  throw new CommandError(EXIT.missing, `${needed}, and ${first.path} is ${version}`);
}

function findOnPath(path: string, name: string): string[] {
  const candidates = path
    .split(delimiter)
    .filter(Boolean)
    .map((dir) => join(dir, name));
  return candidates.filter(isExecutable).slice(0, 1);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Both tools print their version under this name. */
const reply = z.object({ terraform_version: z.string() });

async function askVersion(path: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(path, versionArgv, { env: { CHECKPOINT_DISABLE: '1' } });
    return reply.parse(JSON.parse(stdout)).terraform_version;
  } catch (error) {
    const words = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new CommandError(EXIT.missing, `${needed}, and ${path} does not say its version: ${words}`);
  }
}

/** Pure. */
export function isRecent(version: string): boolean {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  return Number(major) > oldest[0] || (Number(major) === oldest[0] && Number(minor) >= oldest[1]);
}
