/**
 * Parks fired around claims on the loopback AWS: the render agent's own code over its DynamoDB, SQS and S3 adapters with real engine
 * processes, several agents in this process. What an agent acknowledges is what the scaler would terminate it by, so a lease that its owner
 * holds or takes while its park stands acknowledged is a render killed.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Instance } from '@reelyard/contracts';
import { createDynamoLedger, type Ledger } from '@reelyard/ledger';
import { createLogger, memoryLog } from '@reelyard/runtime';
import { readConfig } from '../../render-agent/src/config.ts';
import { startAgent, type StartedAgent } from '../../render-agent/src/start-agent.ts';
import { Dice } from '../../packages/ledger/src/conformance/dice.ts';
import { type Ground, startGround } from '../bench/dispatch/dispatch-farm.ts';

export interface LoopbackRaceOptions {
  seed: number;
  races: number;
  agents?: number;
  say?: (text: string) => void;
}

export interface LoopbackRaceResult {
  races: number;
  killed: number;
  /** Parks that found their agent with a task, or that it claimed one before it heard. */
  claimedFirst: number;
  jobs: number;
  unfinished: number;
}

const POOL = 'bench';
/** A park falls so long before or after the doorbell at the most. */
const AROUND_MS = 120;
/** For so long the acknowledgment is held to its word. */
const HOLD_MS = 40;
const PATIENCE_MS = 60_000;
/** The agents run in this process: who looks all the time takes the time from them. */
const LOOK_MS = 20;
const timers = { HEARTBEAT_MS: '100', IDLE_BEAT_MS: '50', QUEUE_WAIT_SECONDS: '1', LOG_LEVEL: 'info' };

export async function raceOnLoopback(options: LoopbackRaceOptions): Promise<LoopbackRaceResult> {
  const ground = await startGround(undefined, timers);
  ground.onStop(hushMetrics());
  try {
    const { env, cloud } = ground;
    Object.assign(process.env, env);
    const credentials = { accessKeyId: 'bench', secretAccessKey: 'local' };
    const dynamo = new DynamoDBClient({ endpoint: cloud.ready, region: 'us-east-1', credentials });
    ground.onStop(async () => dynamo.destroy());
    const ledger = createDynamoLedger({ client: dynamo, table: env['LEDGER_TABLE'] ?? '' });
    const ids = Array.from({ length: options.agents ?? 4 }, (_, n) => `i-${n + 1}`);
    for (const id of ids) await startOne(ground, ledger, id);
    return await new LoopbackRace(ground, ledger, options).run(ids);
  } finally {
    await ground.stop();
  }
}

/** Agents write their metrics to standard output, which belongs to whoever asked for the race. */
function hushMetrics(): () => Promise<void> {
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = ((chunk: string, ...rest: []) =>
    String(chunk).includes('"_aws"') || write(chunk, ...rest)) as typeof write;
  return async () => void (stdout.write = write);
}

async function startOne(ground: Ground, ledger: Ledger, id: string): Promise<StartedAgent> {
  const now = Date.now();
  const boot = { phase: 'continued' as const, launchedAt: now, sends: 1 };
  const directive = { kind: 'work' as const, epoch: 0, at: now };
  await ledger.createInstance({ pool: POOL, id, state: 'ready', version: 1, boot, directive, createdAt: now });
  const environment = { ...process.env, ...ground.agentEnv(id) };
  const log = createLogger({ service: 'render-agent', destination: memoryLog() });
  const agent = await startAgent(readConfig(environment), environment, log);
  ground.onStop(() => agent.stop());
  return agent;
}

class LoopbackRace {
  readonly #ground: Ground;
  readonly #ledger: Ledger;
  readonly #dice: Dice;
  readonly #say: (text: string) => void;
  readonly #jobs: string[] = [];
  readonly #wanted: number;
  #races = 0;
  #killed = 0;
  #claimedFirst = 0;

  constructor(ground: Ground, ledger: Ledger, { seed, races, say = () => undefined }: LoopbackRaceOptions) {
    this.#ground = ground;
    this.#ledger = ledger;
    this.#dice = new Dice(seed);
    this.#wanted = races;
    this.#say = say;
  }

  async run(ids: readonly string[]): Promise<LoopbackRaceResult> {
    await Promise.all(ids.map((id) => this.#raceWith(id)));
    const unfinished = await this.#unfinished();
    const { length } = this.#jobs;
    return { races: this.#races, killed: this.#killed, claimedFirst: this.#claimedFirst, jobs: length, unfinished };
  }

  async #raceWith(id: string): Promise<void> {
    while (this.#races < this.#wanted) {
      this.#races += 1;
      if (this.#races % 100 === 0) this.#say(`${this.#races} of ${this.#wanted}`);
      const ringsIn = this.#dice.below(AROUND_MS);
      const parksIn = this.#dice.below(AROUND_MS);
      const [, epoch] = await Promise.all([wait(ringsIn).then(() => this.#submit()), this.#park(id, parksIn)]);
      await this.#judge(id, epoch);
      await this.#direct(id, 'work');
    }
  }

  async #submit(): Promise<void> {
    this.#jobs.push(await this.#ground.submit([{ sleepMs: this.#dice.below(60) }]));
  }

  async #park(id: string, inMs: number): Promise<number> {
    await wait(inMs);
    return this.#direct(id, 'park');
  }

  /** As the scaler writes it. @returns its epoch */
  async #direct(id: string, kind: 'work' | 'park'): Promise<number> {
    const row = await this.#row(id);
    const epoch = row.directive.epoch + 1;
    const directive = { kind, epoch, at: Date.now() };
    if (!(await this.#ledger.updateInstance(row, { directive }))) throw new Error(`somebody else directs ${id}`);
    return epoch;
  }

  /** Waits for the acknowledgment, and holds the agent to it. */
  async #judge(id: string, epoch: number): Promise<void> {
    const giveUpAt = Date.now() + PATIENCE_MS;
    let wasBusy = false;
    for (;;) {
      const { agent } = await this.#row(id);
      if (agent && agent.acknowledgedEpoch >= epoch && agent.tasks.length === 0) break;
      wasBusy ||= (agent?.tasks.length ?? 0) > 0;
      if (Date.now() > giveUpAt) throw new Error(`${id} did not acknowledge park ${epoch}: ${JSON.stringify(agent)}`);
      await wait(LOOK_MS);
    }
    if (wasBusy) this.#claimedFirst += 1;
    for (const until = Date.now() + HOLD_MS; Date.now() < until; await wait(5)) {
      const held = (await this.#ledger.findLeased(100)).filter(({ owner }) => owner.startsWith(`${id}/`));
      if (held.length === 0) continue;
      this.#killed += 1;
      return;
    }
  }

  async #row(id: string): Promise<Instance> {
    const row = await this.#ledger.findInstance(POOL, id);
    if (!row) throw new Error(`${id} has no row`);
    return row;
  }

  async #unfinished(): Promise<number> {
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (;;) {
      const jobs = await Promise.all(this.#jobs.map((id) => this.#ledger.findJob('bench', id)));
      const open = jobs.filter((job) => job?.state !== 'succeeded').length;
      if (open === 0 || Date.now() > giveUpAt) return open;
      await wait(100);
    }
  }
}
