/**
 * A place of the fleet: filled again when its machine is taken away, by one with another instance id and an empty disk. Directives are
 * written as the scaler writes them, and a machine that drains is ended only once it has said that it holds nothing.
 */
import { type Directive, type Instance } from '@reelyard/contracts';
import { type Ledger, type Recorder } from '@reelyard/ledger';
import { type Blow } from '../plan.ts';
import { POOL } from './agent-process.ts';
import { Machine, type MachineParts, NOTICE_MS } from './machine.ts';

export interface PlaceParts extends MachineParts {
  /** Of whoever runs the fleet: no network in between. */
  readonly ledger: Ledger;
  readonly operator: Recorder;
}

/** Until a machine is there again. */
const BOOT_MS = 40_000;
const LOOK_MS = 3_000;

export class Place {
  readonly #n: number;
  readonly #parts: PlaceParts;
  #machines = 0;
  #machine: Machine;
  #isRefilling = false;

  constructor(n: number, parts: PlaceParts) {
    this.#n = n;
    this.#parts = parts;
    this.#machine = this.#launch();
  }

  get machine(): Machine {
    return this.#machine;
  }

  get isBusy(): boolean {
    return this.#machine.isBusy;
  }

  befall({ kind, forMs }: Blow): void {
    const { world } = this.#parts;
    switch (kind) {
      case 'kill':
        return this.#machine.kill(forMs);
      case 'freeze':
        return this.#machine.life.freeze(forMs);
      case 'stop':
        return this.#machine.stop(forMs);
      case 'spot': {
        const machine = this.#machine;
        machine.notice();
        world.time.after(NOTICE_MS, () => machine === this.#machine && this.#lose());
        return;
      }
      case 'park':
        void this.#direct(this.#machine, 'park').then(() =>
          world.time.after(forMs, () => void this.#direct(this.#machine, 'work')),
        );
        return;
      case 'drain':
        void this.#direct(this.#machine, 'drain').then((epoch) => this.#endOnceDrained(this.#machine, epoch));
        return;
    }
  }

  /** Whatever was down is up again. */
  heal(): void {
    this.#machine.heal();
    void this.#direct(this.#machine, 'work');
  }

  #lose(): void {
    this.#machine.takeAway();
    if (this.#isRefilling) return;
    this.#isRefilling = true;
    this.#parts.world.time.after(BOOT_MS, () => {
      this.#isRefilling = false;
      this.#machine = this.#launch();
    });
  }

  #launch(): Machine {
    const { world, ledger } = this.#parts;
    const id = `i-${this.#n}${String.fromCharCode(97 + this.#machines)}`;
    this.#machines += 1;
    const at = world.time.now;
    const boot: Instance['boot'] = { phase: 'continued', launchedAt: at, sends: 1 };
    const directive: Directive = { kind: 'work', epoch: 0, at };
    void ledger.createInstance({ pool: POOL, id, state: 'ready', version: 1, boot, directive, createdAt: at });
    const machine: Machine = new Machine(id, this.#parts, () => {
      world.note('poisoned', { instance: id });
      if (machine === this.#machine) this.#lose();
    });
    return machine;
  }

  /** @returns the directive's epoch; 0 when it was not written */
  async #direct({ id }: Machine, kind: Directive['kind']): Promise<number> {
    const { ledger, world } = this.#parts;
    const row = await ledger.findInstance(POOL, id);
    if (!row || row.directive.kind === kind || row.directive.kind === 'drain') return 0;
    const epoch = row.directive.epoch + 1;
    return (await ledger.updateInstance(row, { directive: { kind, epoch, at: world.time.now } })) ? epoch : 0;
  }

  #endOnceDrained(machine: Machine, epoch: number): void {
    const { ledger, world, operator } = this.#parts;
    if (epoch === 0) return;
    const look = async (): Promise<void> => {
      if (machine !== this.#machine) return;
      const agent = (await ledger.findInstance(POOL, machine.id))?.agent;
      const isDrained = agent !== undefined && agent.acknowledgedEpoch >= epoch && agent.tasks.length === 0;
      if (!isDrained) return void world.time.after(LOOK_MS, () => void look());
      await operator.around(
        'terminate',
        { instances: [machine.id] },
        async () => this.#lose(),
        () => ({ phase: 'ok' }),
      );
    };
    void look();
  }
}
