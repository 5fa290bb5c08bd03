/** Freezes agents, alone or with all that they started. Invariant: an agent runs again when the last who froze it lets it. */
import { findProcess } from '@reelyard/runtime';
import { type AgentProcess } from '../dispatch/agent-process.ts';
import { listTree, tell } from './process-tree.ts';

/** `agent`: the process alone, its engine goes on; `machine`: whatever it started stands still with it. */
export const SCOPES = ['agent', 'machine'] as const;
export type Scope = (typeof SCOPES)[number];

export class Freezer {
  readonly #reasons = new Map<number, number>();
  readonly #stopped = new Map<number, Set<number>>();

  isFrozen({ pid }: AgentProcess): boolean {
    return (this.#reasons.get(pid) ?? 0) > 0;
  }

  /** @returns what stands still now. @throws Error when the agent does not */
  async freeze({ pid }: AgentProcess, scope: Scope): Promise<readonly number[]> {
    this.#reasons.set(pid, (this.#reasons.get(pid) ?? 0) + 1);
    const stopped = this.#stopped.get(pid) ?? new Set();
    this.#stopped.set(pid, stopped);
    tell(pid, 'SIGSTOP');
    await untilStopped(pid);
    stopped.add(pid);
    if (scope === 'machine')
      for (const each of listTree(pid)) {
        tell(each, 'SIGSTOP');
        stopped.add(each);
      }
    return [...stopped];
  }

  thaw({ pid }: AgentProcess): void {
    const left = (this.#reasons.get(pid) ?? 1) - 1;
    this.#reasons.set(pid, left);
    if (left > 0) return;
    for (const each of this.#stopped.get(pid) ?? []) tell(each, 'SIGCONT');
    this.#stopped.delete(pid);
  }
}

async function untilStopped(pid: number): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  for (let row = findProcess(pid); row?.state !== 'T'; row = findProcess(pid)) {
    if (Date.now() > giveUpAt) throw new Error(`process ${pid} does not stand still: ${row?.state ?? 'gone'}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
