/**
 * The conductor of one instance: decides what to claim, runs attempts, beats leases, obeys the scaler, reacts to notices.
 *
 * | event | waiting tasks | rendering task | publishing task | afterwards |
 * | --- | --- | --- | --- | --- |
 * | park | rendered | rendered | published | rests; acknowledged with nothing held |
 * | drain | released | rendered | published | acknowledged, then idle for ever |
 * | spot notice | released | finished if it fits, else handed back (infra) | published | as drain |
 * | stop | released | finished within the bound, else handed back (infra) | published | process ends |
 *
 * Invariant: nothing is claimed once a directive, a notice or a stop says so, and nothing grows with the number of jobs done.
 */
import { type AgentReport, type Directive } from '@reelyard/contracts';
import { withContext } from '@reelyard/runtime';
import { type AgentOptions } from './agent-options.ts';
import { type AttemptOutcome } from './attempt-outcome.ts';
import { runAttempt } from './attempt.ts';
import { BellAnswers } from './bell-answers.ts';
import { Changes } from './changes.ts';
import { claimTask } from './claim-task.ts';
import { composeReport } from './compose-report.ts';
import { DISK_FULL } from './core/classify-failure.ts';
import { type NextStep, decideNext } from './core/decide-next.ts';
import { decideNotice } from './core/decide-notice.ts';
import { INITIAL_DIRECTIVE, obeyDirective } from './core/obey-directive.ts';
import { expectedRestMs } from './core/progress-rate.ts';
import { DiskWatch } from './disk-watch.ts';
import { Gate } from './gate.ts';
import { type HeldTask, type LetGo, findWait, letGoOf } from './held-task.ts';
import { keepLeaseOf } from './lease-keeper.ts';
import { NoticeWatch } from './notice-watch.ts';
import { type Bell } from './ports.ts';
import { QuarantineWatch } from './quarantine-watch.ts';
import { RecentFailures } from './recent-failures.ts';
import { type ReporterOptions, nothingSaid, reportLoop, reportOnce } from './report-loop.ts';
import { SeatRest } from './seat-rest.ts';
import { AgentSeats } from './seats.ts';
import { Seeker } from './seek.ts';
import { ServedTasks } from './served-tasks.ts';
import { taskContext } from './task-context.ts';
import { type AttemptTools } from './tools.ts';

export class Agent {
  readonly #options: AgentOptions;
  readonly #tools: AttemptTools;
  readonly #seeker: Seeker;
  readonly #changes = new Changes();
  readonly #held = new Map<HeldTask, Promise<void>>();
  readonly #over = new AbortController();
  readonly #notices: NoticeWatch;
  readonly #quarantine: QuarantineWatch;
  readonly #disk: DiskWatch;
  readonly #recentFailures: RecentFailures;
  readonly #seatRest: SeatRest;
  readonly #answers: BellAnswers;
  readonly #served = new ServedTasks();
  #directive: Directive = INITIAL_DIRECTIVE;
  #acknowledgedEpoch = 0;
  #claims = 0;
  #isStopping = false;

  constructor(options: AgentOptions) {
    this.#options = options;
    const seats = new AgentSeats(options);
    const slots = { engineSlot: new Gate(), publishing: new Gate() };
    this.#tools = { ...options, seats, ...slots, changes: this.#changes };
    this.#seeker = new Seeker(options);
    this.#notices = new NoticeWatch(options, () => this.#reactToNotice());
    this.#quarantine = new QuarantineWatch(options, () => this.#changes.notify());
    this.#disk = new DiskWatch(options, () => this.#changes.notify());
    this.#seatRest = new SeatRest(options);
    this.#answers = new BellAnswers(options.log, this.#seatRest);
    this.#recentFailures = new RecentFailures(options.clock);
  }

  /** Works until stopped. Claims nothing before the ledger has answered once: the row may already ask for a park or a drain. */
  async run(): Promise<void> {
    const { signal } = this.#over;
    const reporter = this.#reporter();
    while (!signal.aborted && (await reportOnce(reporter, 0, nothingSaid)).essence === '')
      await this.#options.clock.sleep(1_000, signal);
    const loops = [
      reportLoop(reporter, signal),
      this.#notices.loop(signal),
      this.#quarantine.loop(signal),
      this.#disk.loop(signal),
      this.#claimLoop(signal),
    ];
    await Promise.all(loops);
  }

  /** Ends as a drain does, within the bound; a render that does not end in time is handed back. */
  async stop(withinMs: number): Promise<void> {
    this.#isStopping = true;
    this.#letGo('waiting', 'released');
    this.#changes.notify();
    const bound = new AbortController();
    const late = this.#options.clock.sleep(withinMs, bound.signal).then(() => {
      if (!bound.signal.aborted) this.#letGo('engine', 'host-stopping');
    });
    while (this.#held.size > 0 || this.#claims > 0) await this.#nextEnd();
    bound.abort();
    await late;
    await reportOnce(this.#reporter(), 0, nothingSaid);
    this.#over.abort();
    this.#changes.notify();
  }

  /** Tasks held, for tests and the process's last words. */
  get held(): number {
    return this.#held.size;
  }

  /** What SQS still sends is given back before the process ends: its instance is let go, so nobody waits for that end. */
  get isDrained(): boolean {
    return this.#directive.kind === 'drain';
  }

  /** Expected rest of the render under way, in milliseconds. */
  get restMs(): number | undefined {
    const rendering = this.#inEngine();
    return rendering && this.#restOf(rendering);
  }

  async #nextEnd(): Promise<void> {
    await Promise.race([...this.#held.values(), this.#changes.after(this.#changes.version)]);
  }

  async #claimLoop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const seen = this.#changes.version;
      const next = this.#decide();
      if (next.kind === 'rest') await this.#rest(seen, next);
      else await this.#seek(next);
    }
  }

  async #rest(seen: number, next: Extract<NextStep, { kind: 'rest' }>): Promise<void> {
    if (next.againInMs === undefined) return this.#changes.after(seen);
    const first = new AbortController();
    const either = [this.#changes.after(seen, first.signal), this.#options.clock.sleep(next.againInMs, first.signal)];
    await Promise.race(either);
    first.abort();
  }

  async #seek(next: Exclude<NextStep, { kind: 'rest' }>): Promise<void> {
    const seeking = new AbortController();
    const watching = this.#abortWhenResting(seeking);
    const bell = await this.#seeker.seek(seeking.signal);
    seeking.abort();
    this.#changes.notify();
    await watching;
    if (!bell) return;
    if (this.#decide().kind === 'rest') return this.#answers.answer(bell, 'give back', bell.giveBack(0));
    if (this.#recentFailures.shouldPass(bell.ref)) return this.#answers.answer(bell, 'pass on', bell.giveBack(2));
    await this.#claim(bell, next.kind === 'claim-ahead');
  }

  async #abortWhenResting(seeking: AbortController): Promise<void> {
    while (!seeking.signal.aborted) {
      await this.#changes.after(this.#changes.version);
      const isMoot = this.#over.signal.aborted || this.#seeker.hasNomination || this.#decide().kind === 'rest';
      if (isMoot) seeking.abort();
    }
  }

  async #claim(bell: Bell, isAhead: boolean): Promise<void> {
    this.#claims += 1;
    try {
      const result = await claimTask(bell.ref, isAhead, { ...this.#options, seats: this.#tools.seats });
      if (result.kind === 'claimed') this.#begin(result.held);
      this.#answers.settle(bell, result);
    } finally {
      this.#claims -= 1;
      this.#changes.notify();
    }
  }

  #begin(held: HeldTask): void {
    const run = withContext(taskContext(held), async () => {
      const waited = findWait(held, this.#options.clock.now());
      this.#options.log.info('task.claimed', { ahead: held.isAhead, lane: held.lane, ...waited });
      await this.#attempt(held).catch((error: unknown) => this.#options.log.error('task.bug', { error }));
    });
    this.#held.set(held, run);
    this.#releaseIfHalted(held);
  }

  /** A drain, stop or notice that came between the decision and the claim. */
  #releaseIfHalted(held: HeldTask): void {
    if (this.#isStopping || this.#notices.notice || this.#directive.kind === 'drain') letGoOf(held, 'released');
  }

  async #attempt(held: HeldTask): Promise<void> {
    const over = new AbortController();
    const keeping = keepLeaseOf(held, over.signal, this.#tools);
    try {
      this.#learn(held, await runAttempt(held, this.#tools));
    } finally {
      over.abort();
      this.#held.delete(held);
      this.#changes.notify();
      await keeping;
    }
  }

  #learn(held: HeldTask, outcome: AttemptOutcome): void {
    if (outcome.kind === 'done') this.#hasServed(held);
    if (outcome.kind === 'done' && outcome.unblocked)
      this.#seeker.nominate({ ...held.lease.ref, n: held.job.tasksTotal - 1 }, held.lane);
    if (outcome.kind === 'failed' && outcome.failure.code === DISK_FULL) this.#disk.filled();
    if (outcome.kind !== 'failed' || outcome.failure.class !== 'engine') return;
    this.#quarantine.failed(held.lease.ref);
    this.#recentFailures.add(held.lease.ref);
  }

  #hasServed(held: HeldTask): void {
    const version = this.#options.engines.get(held.task.features.engine)?.manifest.version ?? '';
    this.#served.add(held, version, this.#options.clock.now());
    this.#quarantine.succeeded();
  }

  #decide(): NextStep {
    const rendering = this.#inEngine();
    return decideNext({
      directive: this.#directive.kind,
      isStopping: this.#isStopping,
      isQuarantined: this.#quarantine.isQuarantined || this.#disk.isFull,
      hasSpotNotice: this.#notices.notice !== undefined,
      seatRestMs: this.#seatRest.leftMs,
      waiting: [...this.#held.keys()].filter(({ place }) => place === 'waiting').length,
      ...(rendering ? { rendering: { expectedRestMs: this.#restOf(rendering) } } : {}),
    });
  }

  #inEngine(): HeldTask | undefined {
    return [...this.#held.keys()].find(({ place }) => place === 'engine');
  }

  #restOf(held: HeldTask): number | undefined {
    return expectedRestMs(held.renderingSince, held.lastProgress, this.#options.clock.monotonic());
  }

  #letGo(place: HeldTask['place'], because: LetGo): void {
    for (const held of this.#held.keys()) if (held.place === place) letGoOf(held, because);
  }

  #hear(told: Directive): boolean {
    const before = this.#directive;
    this.#directive = obeyDirective(before, told);
    if (this.#directive === before) return false;
    this.#options.log.info('directive.heard', { directive: this.#directive.kind, epoch: told.epoch });
    if (this.#directive.kind === 'drain') this.#letGo('waiting', 'released');
    this.#changes.notify();
    return true;
  }

  /** Asked again with each poll: what fitted a moment ago may no longer fit. */
  #reactToNotice(): void {
    const { notice } = this.#notices;
    if (!notice) return;
    this.#letGo('waiting', 'released');
    const rendering = this.#inEngine();
    if (rendering && !rendering.letGo) {
      const leftMs = notice.at - this.#options.clock.now();
      const decision = decideNotice({ leftMs, expectedRestMs: this.#restOf(rendering) });
      this.#options.log.info('notice.decided', { ...decision, jobId: rendering.job.id, taskId: rendering.task.n });
      if (decision.kind === 'hand-back') letGoOf(rendering, 'spot-notice');
    }
    this.#changes.notify();
  }

  #reporter(): ReporterOptions {
    const { options, changes } = { options: this.#options, changes: this.#changes };
    return {
      ...options,
      changes,
      heartbeatMs: options.times.heartbeatMs,
      idleBeatMs: options.idleBeatMs,
      compose: (beat) => this.#compose(beat),
      hear: (directive) => this.#hear(directive),
    };
  }

  #compose(beat: number): AgentReport {
    const posture = {
      held: [...this.#held.keys()],
      claims: this.#claims,
      directive: this.#directive,
      acknowledgedEpoch: this.#acknowledgedEpoch,
      isQuarantined: this.#quarantine.isQuarantined || this.#disk.isFull,
      isInterrupted: this.#notices.notice !== undefined,
      served: this.#served,
    };
    const report = composeReport(beat, posture, this.#options);
    this.#acknowledgedEpoch = report.acknowledgedEpoch;
    return report;
  }
}
