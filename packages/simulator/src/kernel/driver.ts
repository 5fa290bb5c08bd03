/** Who decides capacity in a run. Invariant: a driver changes the farm through the kernel's verbs only. */
import { type Group, type LaunchRefusal, type Slot } from './group.ts';
import { type Machine } from './machine.ts';
import { type Kernel } from './kernel.ts';

export interface Driver {
  name: string;
  start(kernel: Kernel): void;
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
