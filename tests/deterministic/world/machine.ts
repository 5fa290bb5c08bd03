/** One EC2 instance, from its launch until it is taken away: a disk, the engines that run on it, and one agent process after another. */
import { type EngineJob } from '@reelyard/contracts';
import { type Agent, type AssetFetcher } from '@reelyard/render-agent';
import { startAgentProcess } from './agent-process.ts';
import { Life, type Strike } from './life.ts';
import { SimDisk } from './sim-bucket.ts';
import { type Score, SimEngines } from './sim-engines.ts';
import { type World } from './world.ts';

export interface MachineParts {
  readonly world: World;
  fetcherOf(life: Life, disk: SimDisk): AssetFetcher;
  score(job: EngineJob, scratch: string): Score;
}

/** A spot notice comes this long before the machine goes (EC2 User Guide, "Spot Instance interruption notices"). */
const NOTICE_MS = 120_000;
/** STOP_MS of the agent and the kill grace. */
const STOP_MS = 15_000;

export class Machine {
  readonly id: string;
  readonly #parts: MachineParts;
  readonly #skewMs: number;
  readonly #disk = new SimDisk();
  readonly #engines: SimEngines;
  readonly #onPoison: () => void;
  #life: Life;
  #agent: Agent;
  #starts = 0;
  #isGone = false;
  #takenAt: number | undefined;

  /** @param onPoison an engine took it down */
  constructor(id: string, parts: MachineParts, onPoison: () => void) {
    const { world, score } = parts;
    this.id = id;
    this.#skewMs = world.skewOf(id);
    this.#parts = parts;
    this.#onPoison = onPoison;
    const engineWorld = {
      time: world.time,
      score,
      newPid: () => world.newPid(),
      licensed: (by: 1 | -1) => world.licensed(by),
    };
    this.#engines = new SimEngines(engineWorld, this.#disk, this.#skewMs, () => this.#onPoison());
    this.#life = this.#newLife();
    this.#agent = this.#start();
  }

  get life(): Life {
    return this.#life;
  }

  get isBusy(): boolean {
    return !this.#life.isDead && this.#agent.held > 0;
  }

  /** The process dies; engines go on until it is started again. */
  kill(forMs: number): void {
    if (this.#life.isDead) return;
    this.#life.kill();
    this.#parts.world.time.after(forMs, () => this.heal());
  }

  /** As systemd does: whatever an earlier process left running ends first. */
  heal(): void {
    if (this.#isGone || !this.#life.isDead) return;
    this.#engines.killAll();
    this.#disk.contents.clear();
    this.#life = this.#newLife();
    this.#agent = this.#start();
  }

  /** Nothing of it is left. */
  takeAway(): void {
    this.#isGone = true;
    this.#life.kill();
    this.#engines.killAll();
  }

  /** SIGTERM to the agent, and later another one. */
  stop(forMs: number): void {
    const life = this.#life;
    if (life.isDead) return;
    life.hear(() => void this.#agent.stop(STOP_MS).then(() => life === this.#life && this.kill(forMs)));
  }

  notice(): void {
    this.#takenAt ??= this.#life.clock.now() + NOTICE_MS;
  }

  #newLife(): Life {
    const name = `${this.id}/${(this.#starts += 1)}`;
    return new Life(name, this.#parts.world.time, this.#skewMs, (strike) => this.#suffer(strike));
  }

  #start(): Agent {
    const { world, fetcherOf } = this.#parts;
    const life = this.#life;
    return startAgentProcess({
      ...{ world, life, instanceId: this.id, disk: this.#disk },
      runner: this.#engines.runnerOf(life),
      assets: fetcherOf(life, this.#disk),
      readNotice: () => (this.#takenAt === undefined ? { kind: 'none' } : { kind: 'spot', at: this.#takenAt }),
    });
  }

  #suffer(strike: Strike): void {
    this.#parts.world.struck(strike.kind);
    if (strike.kind === 'kill') this.kill(strike.forMs);
    else this.#life.freeze(strike.ms);
  }
}

export { NOTICE_MS };
