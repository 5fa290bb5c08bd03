/** Injects what was planned, and counts only what really happened. Invariant: when `end` resolves every fault is over. */
import { type Recorder } from '@reelyard/ledger';
import { type Farm } from '../farm/start-farm.ts';
import { type ControlDoor, type MachineView } from './control-door.ts';
import { type Dice } from './dice.ts';
import { isStrike, type FaultKind, type Strike, WEATHERS } from './fault-kinds.ts';
import { type PlannedFault } from './plan-faults.ts';

export interface StormParts {
  farm: Farm;
  door: ControlDoor;
  history: Recorder;
  dice: Dice;
  /** Longer than the lease. */
  freezeMs: number;
  say: (text: string) => void;
}

const WARNING_SECONDS = 4;
const SPOILED = 2;
const LOOK_AGAIN_MS = 300;

export class Storm {
  readonly counts: Record<string, number> = {};
  /** Kill to answer, in milliseconds. */
  readonly serverBackMs: number[] = [];
  readonly #parts: StormParts;
  readonly #rules = new Map<string, FaultKind>();
  readonly #frozen = new Map<string, Promise<void>>();
  #restart: Promise<unknown> = Promise.resolve();
  #spoiling = 0;
  #isOver = false;

  constructor(parts: StormParts) {
    this.#parts = parts;
  }

  /** Waits for a first machine; resolves after the last planned fault, or soon after `end`. */
  async rage(planned: readonly PlannedFault[]): Promise<void> {
    while (!this.#isOver && !(await this.#findVictim('kill-agent'))) await pause(LOOK_AGAIN_MS);
    const startedAt = Date.now();
    await Promise.all(planned.map((fault) => this.#inject(fault, startedAt)));
  }

  async end(): Promise<void> {
    this.#isOver = true;
    for (const id of [...this.#rules.keys()]) await this.#endRule(id);
    if (this.#spoiling > 0) this.#count('no-capacity', this.#spoiling - (await this.#parts.door.endSpoiling()));
    this.#spoiling = 0;
    await Promise.all(this.#frozen.values());
    await this.#restart;
  }

  async #inject(fault: PlannedFault, startedAt: number): Promise<void> {
    await pause(fault.atMs - (Date.now() - startedAt));
    if (this.#isOver) return;
    if (isStrike(fault.kind)) {
      while (!this.#isOver && !(await this.#strike(fault.kind))) await pause(LOOK_AGAIN_MS);
      return;
    }
    if (!('untilMs' in fault)) return;
    const id = `chaos-${fault.kind}`;
    await this.#parts.door.addRule({ ...WEATHERS[fault.kind], id, seed: fault.seed });
    this.#rules.set(id, fault.kind);
    this.#parts.say(`${fault.kind} begins`);
    await pause(fault.untilMs - (Date.now() - startedAt));
    // What has hit nobody yet goes on until it has, or until all is over.
    while (!this.#isOver && (await this.#parts.door.countHits(id)) === 0) await pause(LOOK_AGAIN_MS);
    await this.#endRule(id);
  }

  async #endRule(id: string): Promise<void> {
    const kind = this.#rules.get(id);
    if (kind === undefined) return;
    this.#rules.delete(id);
    this.#count(kind, await this.#parts.door.endRule(id));
  }

  /** @returns whether there was a victim */
  async #strike(kind: Strike): Promise<boolean> {
    const { door } = this.#parts;
    if (kind === 'kill-job-server') return this.#killServer();
    if (kind === 'no-capacity') {
      await door.spoilLaunches(SPOILED);
      this.#spoiling += SPOILED;
      return true;
    }
    const victim = await this.#findVictim(kind);
    if (!victim) return false;
    await this.#hit(kind, victim);
    this.#parts.say(`${kind} ${victim.id}`);
    this.#count(kind, 1, victim.id);
    return true;
  }

  /** A machine whose agent runs, and for a notice a spot one. */
  async #findVictim(kind: Strike): Promise<MachineView | undefined> {
    const isFit = ({ id, isSpot, services }: MachineView): boolean =>
      (kind !== 'spot-notice' || isSpot) && services.some(({ main }) => main !== undefined) && !this.#frozen.has(id);
    const running = (await this.#parts.door.listRunning()).filter(isFit);
    return running[this.#parts.dice.between(0, Math.max(1, running.length))];
  }

  async #hit(kind: Strike, { id, services }: MachineView): Promise<void> {
    const { door } = this.#parts;
    const pid = services.find(({ main }) => main !== undefined)?.main?.pid;
    if (kind === 'kill-instance') await door.act(id, 'kill');
    else if (kind === 'spot-notice') await door.act(id, 'spot-notice', { seconds: WARNING_SECONDS });
    else if (kind === 'kill-agent' && pid !== undefined) process.kill(pid, 'SIGKILL');
    else if (kind === 'freeze-instance') await this.#freeze(id);
  }

  async #freeze(id: string): Promise<void> {
    const { door, freezeMs } = this.#parts;
    await door.act(id, 'stop');
    const thaw = async (): Promise<void> => {
      await pause(freezeMs);
      // Taken away meanwhile, it is no more.
      await door.act(id, 'cont').catch(() => undefined);
      this.#frozen.delete(id);
    };
    this.#frozen.set(id, thaw());
  }

  /** One at a time: the next strike waits until it is back. */
  async #killServer(): Promise<boolean> {
    await this.#restart;
    const { farm } = this.#parts;
    const killedAt = Date.now();
    farm.jobServer.signal('SIGKILL');
    await farm.jobServer.exited;
    this.#count('kill-job-server', 1);
    this.#parts.say('kill-job-server');
    this.#restart = this.#startServer().then(() => this.serverBackMs.push(Date.now() - killedAt));
    await this.#restart;
    return true;
  }

  /** As its supervisor would: again until it comes up. */
  async #startServer(): Promise<void> {
    for (;;) {
      try {
        await this.#parts.farm.restartJobServer();
        return;
      } catch {
        await pause(LOOK_AGAIN_MS);
      }
    }
  }

  #count(kind: FaultKind, times: number, victim?: string): void {
    this.counts[kind] = (this.counts[kind] ?? 0) + times;
    if (times > 0) this.#parts.history.note('fault', { kind, times, ...(victim === undefined ? {} : { victim }) });
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
