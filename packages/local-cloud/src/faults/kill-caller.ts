/**
 * SIGKILL for the process at the other end of a connection, in the middle of its call. Linux alone: the kernel's table of connections names
 * the socket of the other end, and `/proc` who holds it. Invariant: this process is never hit.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type Socket } from 'node:net';

/** @throws Error when nobody but us holds the other end */
export function killCaller({ localPort = 0, remotePort = 0 }: Pick<Socket, 'localPort' | 'remotePort'>): void {
  const inode = findSocket(remotePort, localPort);
  const holders = inode === undefined ? [] : listHolders(inode);
  if (holders.length === 0) throw new Error(`no other process holds the connection from port ${remotePort}`);
  for (const pid of holders) process.kill(pid, 'SIGKILL');
}

/** Inode of the connection that goes from one local port to another, both on this machine. */
function findSocket(from: number, to: number): string | undefined {
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6'])
    for (const row of readFileSync(table, 'latin1').split('\n').slice(1)) {
      const [, local, remote, , , , , , , inode] = row.trim().split(/\s+/);
      if (portOf(local) === from && portOf(remote) === to) return inode;
    }
  return undefined;
}

const portOf = (address = ''): number => Number.parseInt(address.slice(address.lastIndexOf(':') + 1), 16);

/** A socket is inherited only by children that were forked, and Node closes it in those. */
function listHolders(inode: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.filter((pid) => holds(pid, `socket:[${inode}]`)).map(Number);
}

function holds(pid: string, link: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => linkOf(`/proc/${pid}/fd/${fd}`) === link);
  } catch {
    // It ended meanwhile, or is not ours.
    return false;
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
