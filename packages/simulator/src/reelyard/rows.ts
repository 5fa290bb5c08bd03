/** The ledger's instance rows of the simulated farm: one an id, from its first launch until an hour after that, or its end if later. */
import { type Instance } from '@reelyard/contracts';
import { type Group, type Slot } from '../kernel/group.ts';
import { type Machine } from '../kernel/machine.ts';
import { Agent } from './agent.ts';
import { toMs } from './instant.ts';

const KEEP_GONE_MS = 3_600_000;

export class Rows {
  readonly agents = new Map<Machine, Agent>();
  /** Without a running machine: warm or gone. */
  readonly #resting = new Map<string, Instance>();
  #launchedMs = 0;

  stock({ pool }: Group, { id, place }: Slot, now: number): void {
    this.#resting.set(id, newRow(id, pool, place, toMs(now), 'warm'));
  }

  /** Machines of one call are adopted one after another, so no two have the same instant. */
  launch(machine: Machine, now: number): void {
    const { id, pool, place, origin } = machine;
    this.#launchedMs = Math.max(toMs(now), this.#launchedMs + 1);
    const before = this.#resting.get(id) ?? newRow(id, pool, place, this.#launchedMs, 'booting');
    this.#resting.delete(id);
    const boot = { phase: 'command-sent' as const, launchedAt: this.#launchedMs, sends: 1, origin: ORIGINS[origin] };
    const directive = { kind: 'work' as const, epoch: before.directive.epoch + 1, at: toMs(now) };
    const row: Instance = { ...before, state: 'booting', boot, directive };
    // The last process of this machine is no more.
    delete row.agent;
    this.agents.set(machine, new Agent(machine, row));
  }

  boot(machine: Machine, now: number): void {
    const agent = this.agents.get(machine);
    if (!agent) return;
    const { row } = agent;
    agent.row = { ...row, state: 'ready', boot: { ...row.boot, phase: 'continued', readyAt: toMs(now) } };
    agent.report(now);
  }

  failBoot(machine: Machine): void {
    const agent = this.agents.get(machine);
    if (!agent) return;
    const result = { ok: false, code: 1, message: 'simulated' };
    agent.row = { ...agent.row, boot: { ...agent.row.boot, phase: 'command-done', result } };
  }

  terminate(machine: Machine): void {
    const agent = this.agents.get(machine);
    if (!agent) return;
    const { row } = agent;
    const boot = row.boot.result?.ok === false ? { ...row.boot, phase: 'abandoned' as const } : row.boot;
    agent.row = { ...row, state: 'terminating', boot };
  }

  end(machine: Machine): void {
    const agent = this.agents.get(machine);
    if (!agent) return;
    this.agents.delete(machine);
    const isKept = machine.hasSlot && agent.row.boot.phase === 'continued';
    this.#resting.set(machine.id, { ...agent.row, state: isKept ? 'warm' : 'gone' });
  }

  list(now: number): Instance[] {
    const rows: Instance[] = [];
    for (const agent of this.agents.values()) {
      agent.catchUp(now);
      rows.push(agent.row);
    }
    for (const [id, row] of this.#resting) {
      if (row.state === 'gone' && toMs(now) - row.createdAt > KEEP_GONE_MS) this.#resting.delete(id);
      else rows.push(row);
    }
    return rows;
  }
}

const ORIGINS = { warm: 'WarmPool', cold: 'EC2' } as const;

function newRow(id: string, pool: string, place: Machine['place'], at: number, state: Instance['state']): Instance {
  return {
    pool,
    id,
    state,
    version: 1,
    boot: { phase: 'continued', launchedAt: at, sends: 1 },
    directive: { kind: 'work', epoch: 0, at },
    ...place,
    templateVersion: '1',
    createdAt: at,
  };
}
