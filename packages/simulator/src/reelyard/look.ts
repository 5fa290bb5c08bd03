/** What a tick of production would have read from the ledger and from Auto Scaling. */
import {
  type GroupView,
  type LaunchFailure,
  type MemberView,
  type Memory,
  type Sight,
  type WaitingView,
} from '@reelyard/scaler-lambda/core';
import { type World } from '../kernel/driver.ts';
import { type Group } from '../kernel/group.ts';
import { type Machine } from '../kernel/machine.ts';
import { type Task } from '../kernel/task-queue.ts';
import { jobName } from './agent.ts';
import { toMs } from './instant.ts';
import { type Rows } from './rows.ts';

/** The scaler reads this many waiting tasks; of the rest it knows the number. */
const WAITING_LIMIT = 5_000;

const LIFECYCLES = {
  booting: 'Pending:Wait',
  failed: 'Pending:Wait',
  serving: 'InService',
  terminating: 'Terminating:Wait',
  ended: 'Terminated',
} as const;

export class Look {
  readonly #views = new Map<Task, WaitingView>();

  see(world: World, rows: Rows, launchFailures: readonly LaunchFailure[], memory: Memory): Sight {
    const { now } = world;
    const waiting = world.queue.list();
    const beyond: Sight['beyond'] = countLanes(waiting.slice(WAITING_LIMIT));
    return {
      kind: 'seen',
      at: toMs(now),
      waiting: waiting.slice(0, WAITING_LIMIT).map((task) => this.#viewOf(task)),
      beyond,
      groups: world.groups.map((group) => viewGroup(group, now)),
      instances: rows.list(now),
      leaseOwners: ownersOf(world),
      seats: [],
      launchFailures,
      memory,
    };
  }

  #viewOf(task: Task): WaitingView {
    const known = this.#views.get(task);
    if (known) return known;
    const view = viewTask(task);
    this.#views.set(task, view);
    return view;
  }
}

function viewTask({ n, arrival }: Task): WaitingView {
  const { at, lane, deadlineSeconds, frames, pixels, engine } = arrival;
  const enqueuedAt = toMs(at);
  const deadlineAt = toMs(at + deadlineSeconds);
  return { job: jobName(n), n: 0, lane, enqueuedAt, notBefore: enqueuedAt, deadlineAt, frames, pixels, engine };
}

function viewGroup({ pool, desired, machines, slots }: Group, now: number): GroupView {
  const members: MemberView[] = [...machines].map(viewMachine);
  for (const { id, place, freeAt } of slots)
    if (freeAt !== Infinity)
      members.push({ id, lifecycle: freeAt <= now ? 'Warmed:Stopped' : 'Warmed:Pending:Wait', ...place });
  return { pool, desired, members, templateVersion: '1' };
}

function viewMachine({ id, state, place }: Machine): MemberView {
  return { id, lifecycle: LIFECYCLES[state], ...place, templateVersion: '1' };
}

/** The core asks how many leases there are, and of whom. */
function ownersOf({ alive, lostLeases }: World): string[] {
  const owners = Array.from({ length: lostLeases }, () => 'lost/0');
  for (const { run, id, readyAt } of alive) if (run) owners.push(`${id}/${toMs(readyAt ?? 0)}`);
  return owners;
}

function countLanes(tasks: readonly Task[]): Sight['beyond'] {
  const counts: Record<string, number> = {};
  for (const { arrival } of tasks) counts[arrival.lane] = (counts[arrival.lane] ?? 0) + 1;
  return counts;
}
