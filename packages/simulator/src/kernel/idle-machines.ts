/** Machines that could take a task now. Agents long-poll their queue, so whose turn it is, is chance. */
import { type Random } from '../random.ts';
import { type Machine } from './machine.ts';

export class IdleMachines {
  readonly #machines = new Set<Machine>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  get isEmpty(): boolean {
    return this.#machines.size === 0;
  }

  /** Takes it in or out, as its state says. */
  settle(machine: Machine): void {
    if (machine.state === 'serving' && machine.isReceiving && !machine.run) this.#machines.add(machine);
    else this.#machines.delete(machine);
  }

  /** @throws Error when there is none */
  pick(): Machine {
    let left = Math.floor(this.#random() * this.#machines.size);
    for (const machine of this.#machines) {
      if (left === 0) return machine;
      left -= 1;
    }
    throw new Error('picked from no idle machine');
  }
}
