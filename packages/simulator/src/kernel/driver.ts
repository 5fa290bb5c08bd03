/** Who decides capacity in a run. Invariant: a driver changes the farm through the verbs of `World` only. */
import { type Farm } from '../farm.ts';
import { type Chance } from './chance.ts';
import { type EventQueue } from './event-queue.ts';
import { type Group, type LaunchRefusal, type Slot } from './group.ts';
import { type Machine } from './machine.ts';
import { type TaskQueue } from './task-queue.ts';

/** What a driver sees of the farm and may do to it; `Kernel` is one. */
export interface World {
  readonly now: number;
  readonly farm: Farm;
  readonly events: EventQueue;
  readonly queue: TaskQueue;
  readonly groups: Group[];
  /** Not ended. */
  readonly alive: ReadonlySet<Machine>;
  /** Leases of machines that vanished. */
  readonly lostLeases: number;
  readonly chance: Chance;
  groupOf(machine: Machine): Group | undefined;
  setDesired(group: Group, desired: number): void;
  fill(group: Group): void;
  terminate(machine: Machine, seconds?: number): void;
  setReceiving(machine: Machine, isReceiving: boolean): void;
}

export interface Driver {
  name: string;
  start(world: World): void;
  /** A task came in. */
  accepted?(): void;
  launched?(machine: Machine): void;
  /** Its state is about to change, and has changed: become ready, claimed, finished. */
  changing?(machine: Machine): void;
  changed?(machine: Machine): void;
  /** A run ended well. */
  served?(machine: Machine): void;
  /** Its bootstrap failed: who does nothing here pays for it until it ends it. */
  bootFailed(machine: Machine): void;
  ended?(machine: Machine): void;
  /** Another machine than before will stand on the shelf. */
  refilled?(group: Group, slot: Slot): void;
  refused?(refusal: LaunchRefusal): void;
}
