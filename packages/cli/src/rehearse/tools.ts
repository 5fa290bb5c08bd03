/** What a rehearsal needs of this machine, found before anything is started. */
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CommandError, EXIT } from '../exit-code.ts';
import { getTerraform, type TerraformTool } from '../operate/terraform/find-terraform.ts';
import { findMirror } from './find-mirror.ts';

export interface Tools {
  terraform: TerraformTool;
  /** Path of `moto_server`. */
  moto: string;
  /** Folder with the layout of a provider mirror; absent: Terraform fetches the provider. */
  pluginDir?: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** @throws CommandError `missing` with one sentence, or `failed` where the rehearsal is required */
export async function getTools(env: Variables): Promise<Tools> {
  try {
    const terraform = await getTerraform(env);
    const pluginDir = findPluginDir(env);
    return { terraform, moto: getMoto(env), ...(pluginDir === undefined ? {} : { pluginDir }) };
  } catch (error) {
    if (!(error instanceof CommandError) || env['REHEARSAL'] !== 'required') throw error;
    throw new CommandError(EXIT.failed, `${error.message} (REHEARSAL=required)`);
  }
}

/** `TF_PLUGIN_DIR`, else a provider mirror on this machine, else undefined: Terraform's own discovery. */
export function findPluginDir(env: Variables): string | undefined {
  return env['TF_PLUGIN_DIR'] ?? findMirror(places(env), readFolders);
}

function getMoto({ PATH = '' }: Variables): string {
  const found = PATH.split(':')
    .map((dir) => join(dir, 'moto_server'))
    .find(existsSync);
  if (found !== undefined) return found;
  throw new CommandError(EXIT.missing, "moto_server is needed on PATH: pip install 'moto[server]>=5.2'");
}

/** Terraform's implied mirrors, and where images for builds without a network keep theirs. */
function places({ HOME = homedir(), XDG_DATA_HOME }: Variables): string[] {
  const shared = ['/usr/local/share/terraform', '/usr/share/terraform'];
  const own = [join(HOME, '.terraform.d'), join(XDG_DATA_HOME ?? join(HOME, '.local/share'), 'terraform')];
  return [
    ...[...own, ...shared].map((dir) => join(dir, 'plugins')),
    ...readFolders('/opt').map((dir) => join('/opt', dir)),
  ];
}

function readFolders(dir: string): string[] {
  try {
    const entries = readdirSync(dir, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink()).map((entry) => entry.name);
  } catch {
    return [];
  }
}
