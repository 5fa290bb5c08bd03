/**
 * Limits that the kernel keeps for us, given to the engine before its first instruction by `prlimit` (util-linux): no core dumps, which
 * would hold a client's content, no file larger than the disk it may use, and a number of processes, which the kernel counts by user and
 * not at all for root. Memory is not among them: a limit of address space breaks V8 (the watchdog and the unit's cgroup limit it).
 */
import { existsSync } from 'node:fs';

/** Threads count: an encoder takes one and a half per core. */
export const MAX_PROCESSES = 1_024;

const PRLIMIT = ['/usr/bin/prlimit', '/bin/prlimit'];

export function limitArgv(argv: readonly string[], fileMiB: number, find = findPrlimit): readonly string[] {
  const prlimit = find();
  if (prlimit === undefined) return argv;
  const limits = [`--nproc=${MAX_PROCESSES}`, '--core=0', `--fsize=${fileMiB * 1_048_576}`];
  return [prlimit, ...limits, '--', ...argv];
}

/** Undefined where there is none, as on macOS. */
const findPrlimit = (): string | undefined => PRLIMIT.find((path) => existsSync(path));
