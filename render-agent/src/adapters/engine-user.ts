/**
 * The engine's own user. Invariant: the scratch folder of an attempt belongs to it only while its engine runs; before and after it is the
 * agent's alone, so an engine reads nothing of the attempt that waits beside it, nor of the one that is being uploaded.
 */
import { chmodSync, chownSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface EngineUser {
  uid: number;
  gid: number;
}

/** Undefined when engines run as the agent does. A user without a group would keep ours. */
export function findEngineUser(uid: number, gid: number): EngineUser | undefined {
  return uid <= 0 ? undefined : { uid, gid: gid <= 0 ? uid : gid };
}

export function lendScratch(scratch: string, user: EngineUser | undefined): void {
  if (user) chownSync(scratch, user.uid, user.gid);
}

export function takeBackScratch(scratch: string, user: EngineUser | undefined): void {
  if (!user) return;
  try {
    chownSync(scratch, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
    chmodSync(scratch, 0o700);
  } catch {
    // It was wiped already.
    return;
  }
}

/** Where every user may write, whatever TMPDIR says. */
export const SHARED_FOLDERS = ['/tmp', '/var/tmp', '/dev/shm'];

/** What an engine left where the next one would find it. Call it when nothing of the user is alive. */
export function wipeStray(user: EngineUser | undefined): void {
  if (!user) return;
  for (const folder of SHARED_FOLDERS)
    for (const path of listOf(folder, user.uid)) rmSync(path, { recursive: true, force: true });
}

function listOf(folder: string, uid: number): string[] {
  try {
    return readdirSync(folder)
      .map((name) => join(folder, name))
      .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.uid === uid);
  } catch {
    return [];
  }
}
