/**
 * Scale-ins with a claim raced at every step of each. The scaler's own law decides and its own shell applies, over
 * the ledger in memory; agents decide with the render
 * agent's own core; who acts when is drawn from a seed. A machine that is terminated with a task in its hands is a render killed.
 */
import { type TaskRef } from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import { decideTick, emptyMemory, type Memory, standardDials, type WaitingView } from '@reelyard/scaler-lambda/core';
import { applyAll } from '../../scaler-lambda/src/apply.ts';
import { aPolicy, aPool, aSight, aTask } from '../../scaler-lambda/src/core/builders.ts';
import { FakeFarm } from '../../scaler-lambda/src/fake-farm.ts';
import { type Answer, honest, SimAgent } from './sim-agent.ts';
import { Turns } from './turns.ts';

export interface RaceOptions {
  seed: number;
  /** To begin with; work that comes in during the race brings more. */
  machines: number;
  /** How agents acknowledge; a broken one shows what the acknowledgment is for. */
  answer?: Answer;
}

export const STEPS = [
  'park written',
  'park seen',
  'park acknowledged',
  'drain written',
  'drain seen',
  'drain acknowledged',
  'about to be terminated',
] as const;
export type Step = (typeof STEPS)[number];

export interface RaceResult {
  scaleIns: number;
  killed: number;
  /** Tasks that never ended. */
  unfinished: number;
  /** Doorbells that came in at each step, and what became of them. */
  raced: Record<Step, { claimed: number; refused: number; left: number }>;
}

/** Whatever is idle goes at once: this is about how it goes. */
const policy = aPolicy({
  pools: [aPool({ max: 500, idleSeconds: 0 })],
  maxInstances: 500,
  dials: { ...standardDials, keepHigh: 0, forecastDamping: Infinity },
});
const POOL = 'on-demand';
/** Work of one race; then doorbells name tasks that somebody has, and the fleet ends. */
const JOBS = 60;
/** A race that takes more steps than this never ends: `unfinished` says so. */
const MANY = 100_000;
const toRef = ({ job, n }: WaitingView): TaskRef => ({ tenant: 't', job, n });

export async function race(options: RaceOptions): Promise<RaceResult> {
  const run = new Race(options);
  await run.live();
  return run.result();
}

class Race {
  readonly #fake = new FakeFarm(policy);
  readonly #turns: Turns;
  readonly #answer: Answer;
  readonly #agents = new Map<string, SimAgent>();
  /** Those whose machine is not terminated. */
  readonly #standingAgents = new Map<string, SimAgent>();
  readonly #jobs: TaskRef[] = [];
  readonly #raced = Object.fromEntries(
    STEPS.map((step) => [step, { claimed: 0, refused: 0, left: 0 }]),
  ) as RaceResult['raced'];
  readonly #agentLedger: Pick<Ledger, 'reportAgent' | 'claim' | 'complete'>;
  /** Instance → the step that was last raced, with its directive's epoch: each is raced once. */
  readonly #racedAt = new Map<string, string>();
  /** Tasks that wait, as the scaler sees them. */
  readonly #open = new Map<string, WaitingView>();
  #memory: Memory = emptyMemory;
  #isTicking = false;
  #members = 0;
  #scaleIns = 0;
  #running = 0;

  constructor({ seed, machines, answer = honest }: RaceOptions) {
    this.#turns = new Turns(seed);
    this.#answer = answer;
    const { ledger, farm } = this.#fake;
    const reportAgent = this.#witnessed(ledger.reportAgent);
    this.#agentLedger = this.#turns.remote({ ...ledger, reportAgent }, ['reportAgent', 'claim', 'complete']);
    const remote = this.#turns.remote(ledger, ['findInstance', 'listInstances', 'updateInstance']);
    Object.assign(farm, { ledger: { ...ledger, ...remote, findInstance: this.#reread(remote.findInstance) } });
    Object.assign(farm.groups, {
      setDesired: (_: unknown, desired: number) => this.#launch(desired),
      terminate: (id: string) => this.#terminate(id),
    });
    this.#members = machines;
  }

  async live(): Promise<void> {
    await this.#launch(this.#members);
    for (let n = 0; n < 4; n += 1) await this.#submit();
    for (let step = 0; step < MANY && !this.#isOver(); step += 1) {
      this.#act();
      await this.#turns.settled();
    }
  }

  async result(): Promise<RaceResult> {
    const tasks = await Promise.all(this.#jobs.map((ref) => this.#fake.ledger.findTask(ref)));
    return {
      scaleIns: this.#scaleIns,
      killed: [...this.#agents.values()].reduce((sum, { killed }) => sum + killed, 0),
      unfinished: tasks.filter((task) => task?.state !== 'done').length,
      raced: this.#raced,
    };
  }

  #isOver(): boolean {
    if (this.#turns.waiting > 0 || this.#running > 0 || this.#standingAgents.size > 0) return false;
    return this.#open.size === 0;
  }

  /** Somebody begins something, or something under way goes on. */
  #act(): void {
    const { dice, waiting } = this.#turns;
    const luck = dice.random();
    if (waiting > 0 && luck < 0.8) return this.#turns.next();
    if (!this.#isTicking && luck < 0.83) return this.#start(() => this.#tick());
    if (luck < 0.86) return this.#ringWaiting();
    const agent = dice.one([...this.#standingAgents.values()].filter(({ isReporting }) => !isReporting));
    if (agent) this.#start(() => this.#report(agent));
  }

  #start(run: () => Promise<void>): void {
    this.#running += 1;
    void run().finally(() => (this.#running -= 1));
  }

  async #tick(): Promise<void> {
    this.#isTicking = true;
    const { farm, ledger, clock, groups } = this.#fake;
    await clock.advance(100);
    const at = clock.now();
    const waiting = [...this.#open.values()];
    const instances = await farm.ledger.listInstances(POOL);
    const sight = aSight({ at, waiting, instances, groups: structuredClone(groups), memory: this.#memory });
    const plan = decideTick(sight, farm.policy, clock.now());
    if (plan.kind === 'act') {
      await applyAll(farm, sight, plan.decisions);
      this.#memory = plan.memory;
    }
    this.#isTicking = false;
    for (const row of await ledger.listInstances(POOL)) {
      if (this.#agents.get(row.id)?.isTerminated) await ledger.deleteInstance(POOL, row.id);
      else if (row.directive.kind !== 'work')
        await this.#raceOnce(row.id, `${row.directive.kind} written`, row.directive.epoch);
    }
  }

  async #report(agent: SimAgent): Promise<void> {
    const before = agent.directive;
    await agent.report();
    const { kind, epoch } = agent.directive;
    if (kind !== 'work' && epoch !== before.epoch) await this.#raceOnce(agent.id, `${kind} seen`, epoch);
  }

  /** A report that the scaler may act on from now on. */
  #witnessed(report: Ledger['reportAgent']): Ledger['reportAgent'] {
    return async (pool, id, said) => {
      const row = await report(pool, id, said);
      const { kind, epoch } = row?.directive ?? { kind: 'work', epoch: 0 };
      if (kind !== 'work' && said.acknowledgedEpoch >= epoch) await this.#raceOnce(id, `${kind} acknowledged`, epoch);
      return row;
    };
  }

  /** The re-read of the row right before its machine is terminated; a doorbell comes in on either side of it. */
  #reread(find: Ledger['findInstance']): Ledger['findInstance'] {
    return async (pool, id) => {
      const row = await find(pool, id);
      if (row?.directive.kind === 'drain') await this.#raceOnce(id, 'about to be terminated', row.directive.epoch);
      await this.#turns.turn();
      return row;
    };
  }

  async #raceOnce(id: string, step: Step, epoch: number): Promise<void> {
    const agent = this.#agents.get(id);
    const key = `${step} ${epoch}`;
    if (!agent || agent.isTerminated || this.#racedAt.get(`${id} ${step}`) === key) return;
    this.#racedAt.set(`${id} ${step}`, key);
    const ref = await this.#doorbell();
    this.#start(async () => {
      for (let left = this.#turns.dice.below(3); left > 0; left -= 1) await this.#turns.turn();
      this.#raced[step][await this.#ring(agent, ref)] += 1;
    });
  }

  /** A task that waits; now and then a new one; or, as a doorbell rung twice names it, one that another has. */
  async #doorbell(): Promise<TaskRef> {
    const { dice } = this.#turns;
    const open = dice.one([...this.#open.values()]);
    if (open && dice.chance(0.5)) return toRef(open);
    const earlier = dice.one(this.#jobs);
    const isEnough = this.#jobs.length >= JOBS;
    return earlier && (isEnough || dice.chance(0.85)) ? earlier : this.#submit();
  }

  async #submit(): Promise<TaskRef> {
    const id = `job_${this.#jobs.length}`;
    await this.#fake.submit(id);
    const ref = { tenant: 't', job: id, n: 0 };
    this.#jobs.push(ref);
    this.#open.set(id, aTask({ job: id, frames: 30, pixels: 1_000, enqueuedAt: this.#fake.clock.now() }));
    return ref;
  }

  #ringWaiting(): void {
    const waiting = this.#turns.dice.one([...this.#open.values()]);
    const agent = this.#turns.dice.one([...this.#standingAgents.values()].filter(({ wouldClaim }) => wouldClaim));
    if (waiting && agent) this.#start(async () => void (await this.#ring(agent, toRef(waiting))));
  }

  async #ring(agent: SimAgent, ref: TaskRef): Promise<'claimed' | 'refused' | 'left'> {
    const answer = await agent.ring(ref);
    if (answer !== 'left') this.#open.delete(ref.job);
    return answer;
  }

  /** Machines are ready the moment they are asked for: this is about their end. */
  async #launch(desired: number): Promise<void> {
    const { ledger, clock } = this.#fake;
    const members = this.#fake.groups[0]?.members ?? [];
    const added = Array.from({ length: Math.max(0, desired - members.length) }, (_, n) => `i-${this.#agents.size + n}`);
    for (const id of added) {
      const boot = { phase: 'continued' as const, launchedAt: clock.now(), sends: 1 };
      const directive = { kind: 'work' as const, epoch: 0, at: clock.now() };
      await ledger.createInstance({
        pool: POOL,
        id,
        state: 'ready',
        version: 1,
        boot,
        directive,
        createdAt: clock.now(),
      });
      const options = { id, pool: POOL, ledger: this.#agentLedger, turns: this.#turns, answer: this.#answer };
      const agent = new SimAgent({ ...options, now: () => clock.now() });
      this.#agents.set(id, agent);
      this.#standingAgents.set(id, agent);
    }
    this.#fake.list(...[...members.map(({ id }) => id), ...added].map((id) => [id, 'InService'] as const));
  }

  async #terminate(id: string): Promise<void> {
    await this.#turns.turn();
    this.#agents.get(id)?.terminate();
    this.#scaleIns += 1;
    this.#standingAgents.delete(id);
    const members = this.#fake.groups[0]?.members ?? [];
    this.#fake.list(...members.flatMap((each) => (each.id === id ? [] : [[each.id, 'InService'] as const])));
  }
}
