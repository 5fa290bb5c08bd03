/**
 * The engines of one machine: processes of their own that go on while their agent is frozen or dead, and end with the machine, by the agent's
 * hand, by the next agent that starts there, or by their leash.
 */
import { type EngineLine, type EngineJob } from '@reelyard/contracts';
import {
  type EngineExitStatus,
  type EngineRun,
  type EngineRunner,
  type MediaCheck,
  type RunningEngine,
} from '@reelyard/render-agent';
import { type Mood } from '../plan.ts';
import { type Life } from './life.ts';
import { type SimDisk } from './sim-bucket.ts';
import { type VirtualTime } from './virtual-time.ts';

export interface Score {
  readonly mood: Mood;
  readonly renderMs: number;
  readonly isLicensed: boolean;
}

export interface EngineWorld {
  readonly time: VirtualTime;
  /** What this start of the engine is to do. */
  score(job: EngineJob, scratch: string): Score;
  newPid(): number;
  /** A licensed engine runs, or no longer does. */
  licensed(by: 1 | -1): void;
}

const CUT = 'cut short';
const SAYS_EVERY_MS = 5_000;
const SIGTERM_MS = 200;

/** Reads no file and no environment. */
export const simMedia = (disk: SimDisk): MediaCheck => ({
  check: async (path) =>
    disk.read(path).startsWith(CUT) ? { kind: 'broken', detail: 'it ends early' } : { kind: 'ok', media: {} },
});

export class SimEngines {
  readonly #world: EngineWorld;
  readonly #disk: SimDisk;
  readonly #skewMs: number;
  readonly #onPoison: () => void;
  readonly #running = new Set<SimEngine>();

  constructor(world: EngineWorld, disk: SimDisk, skewMs: number, onPoison: () => void) {
    this.#world = world;
    this.#disk = disk;
    this.#skewMs = skewMs;
    this.#onPoison = onPoison;
  }

  runnerOf(life: Life): EngineRunner {
    return {
      start: (run) => {
        const parts = { life, disk: this.#disk, skewMs: this.#skewMs, world: this.#world, onPoison: this.#onPoison };
        const engine = new SimEngine(run, parts, () => this.#running.delete(engine));
        this.#running.add(engine);
        return engine;
      },
    };
  }

  killAll(): void {
    for (const engine of [...this.#running]) engine.kill('SIGKILL');
  }
}

interface EngineParts {
  readonly life: Life;
  readonly disk: SimDisk;
  readonly skewMs: number;
  readonly world: EngineWorld;
  readonly onPoison: () => void;
}

class SimEngine implements RunningEngine {
  readonly pid: number;
  readonly ended: Promise<EngineExitStatus>;
  readonly #run: EngineRun;
  readonly #parts: EngineParts;
  readonly #score: Score;
  readonly #job: EngineJob;
  readonly #onEnd: () => void;
  #settle: (status: EngineExitStatus) => void = () => undefined;
  #isOver = false;
  #doneMs = 0;
  #forgetLeash: () => void = () => undefined;

  constructor(run: EngineRun, parts: EngineParts, onEnd: () => void) {
    this.#run = run;
    this.#parts = parts;
    this.#onEnd = onEnd;
    this.pid = parts.world.newPid();
    this.ended = new Promise((resolve) => (this.#settle = resolve));
    this.#job = JSON.parse(parts.disk.read(argument(run, '--job'))) as EngineJob;
    this.#score = parts.world.score(this.#job, run.scratch);
    if (this.#score.isLicensed) parts.world.licensed(1);
    this.#next();
  }

  endBy(at: number): void {
    this.#forgetLeash();
    const { world, skewMs } = this.#parts;
    this.#forgetLeash = world.time.at(at - skewMs, () => this.kill('SIGKILL'));
  }

  async stop(graceMs: number): Promise<void> {
    const { time } = this.#parts.world;
    if (this.#score.mood === 'hang' || graceMs === 0) time.after(graceMs, () => this.kill('SIGKILL'));
    else time.after(SIGTERM_MS, () => this.kill('SIGTERM'));
    await this.ended;
  }

  sweep(): Promise<number> {
    return Promise.resolve(0);
  }

  kill(signal: string): void {
    this.#end({ code: null, signal });
  }

  #next(): void {
    const { time } = this.#parts.world;
    const { mood } = this.#score;
    const totalMs = mood === 'slow' ? 3 * this.#score.renderMs : this.#score.renderMs;
    const partMs = Math.min(SAYS_EVERY_MS, totalMs - this.#doneMs);
    time.after(partMs, () => {
      if (this.#isOver) return;
      this.#doneMs += partMs;
      const isHalf = this.#doneMs * 2 >= totalMs;
      if (mood === 'hang' && isHalf) return;
      if (mood === 'crash' && isHalf) return this.#end({ code: 1, signal: null });
      if (mood === 'seatless' && isHalf) return this.#end({ code: 30, signal: null });
      if (mood === 'poison' && isHalf) return this.#parts.onPoison();
      this.#say({ progress: { frame: this.#doneMs, frames: totalMs } });
      if (this.#doneMs < totalMs) this.#next();
      else this.#finish();
    });
  }

  #finish(): void {
    const { mood } = this.#score;
    if (mood === 'refuse') {
      this.#say({ error: { code: 'bad_project', message: 'a project that no engine renders' } });
      return this.#end({ code: 20, signal: null });
    }
    if (mood !== 'empty') {
      const name = 'video.bin';
      const text = `${mood === 'cut' ? CUT : 'made'} ${this.#run.scratch} ${JSON.stringify(this.#job.range ?? {})} ${(this.#job.segments ?? []).length}`;
      this.#parts.disk.contents.set(`${argument(this.#run, '--out')}/${name}`, text);
      this.#say({ result: { files: [{ name, kind: 'mp4' }] } });
    }
    this.#end({ code: 0, signal: null });
  }

  /** Through a pipe: a frozen agent reads it when it thaws. */
  #say(line: EngineLine): void {
    this.#parts.life.hear(() => this.#run.onLine(line));
  }

  #end(status: EngineExitStatus): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#forgetLeash();
    if (this.#score.isLicensed) this.#parts.world.licensed(-1);
    this.#onEnd();
    this.#parts.life.hear(() => this.#settle(status));
  }
}

function argument({ argv }: EngineRun, name: string): string {
  const value = argv[argv.indexOf(name) + 1];
  if (value === undefined) throw new TypeError(`no ${name} in ${argv.join(' ')}`);
  return value;
}
