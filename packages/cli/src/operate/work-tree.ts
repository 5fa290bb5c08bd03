/** What of Git is about to be deployed. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Environment } from '@reelyard/environments';
import { CommandError, EXIT } from '../exit-code.ts';

export interface WorkTree {
  commit: string;
  /** Paths that differ from the commit. */
  changed: readonly string[];
}

const exec = promisify(execFile);

/** Undefined outside of a Git checkout. */
export async function findWorkTree(dir: string): Promise<WorkTree | undefined> {
  try {
    const [head, status] = await Promise.all([
      exec('git', ['-C', dir, 'rev-parse', 'HEAD']),
      exec('git', ['-C', dir, 'status', '--porcelain'], { maxBuffer: 64 * 1024 * 1024 }),
    ]);
    const lines = status.stdout.split('\n').filter((line) => line !== '');
    return { commit: head.stdout.trim(), changed: lines.map((line) => line.slice(3)) };
  } catch {
    return undefined;
  }
}

/**
 * What protects data is deployed from a commit, so that the commit says what is deployed.
 * @throws CommandError for a protected environment and a tree that differs from its commit
 */
export function checkTree(
  { name, isProtected }: Pick<Environment, 'name' | 'isProtected'>,
  tree: WorkTree | undefined,
): void {
  if (!isProtected) return;
  if (tree === undefined)
    throw new CommandError(EXIT.refused, `${name} is deployed from a Git checkout alone, and this is none`);
  const [first] = tree.changed;
  if (first === undefined) return;
  const others = tree.changed.length > 1 ? ` and ${tree.changed.length - 1} more` : '';
  throw new CommandError(
    EXIT.refused,
    `${name} is deployed from a commit, and ${first}${others} differ from it: commit or put them away`,
  );
}
