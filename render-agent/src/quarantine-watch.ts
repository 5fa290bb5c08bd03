/** Watches our own engine failures against what others made of the same tasks. Quarantine ends with the process. */
import { type TaskRef } from '@reelyard/contracts';
import { type Clock, type Logger } from '@reelyard/runtime';
import { addEngineFailure, isSuspect, shouldQuarantine } from './core/quarantine.ts';
import { type LeaseTimes } from './core/keep-lease.ts';
import { type AgentLedger } from './ports.ts';

export interface QuarantineOptions {
  ledger: Pick<AgentLedger, 'findTask'>;
  clock: Clock;
  log: Logger;
  times: LeaseTimes;
}

export class QuarantineWatch {
  readonly #options: QuarantineOptions;
  readonly #onChange: () => void;
  #history: TaskRef[] = [];
  #isQuarantined = false;

  constructor(options: QuarantineOptions, onChange: () => void) {
    this.#options = options;
    this.#onChange = onChange;
  }

  get isQuarantined(): boolean {
    return this.#isQuarantined;
  }

  succeeded(): void {
    this.#history = [];
  }

  failed(ref: TaskRef): void {
    this.#history = addEngineFailure(this.#history, ref);
  }

  /** A retry elsewhere ends later than our failure: so the question is asked with each heartbeat while we are suspect. */
  async loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#isQuarantined) {
      await this.#options.clock.sleep(this.#options.times.heartbeatMs, signal);
      if (!signal.aborted && isSuspect(this.#history)) await this.#ask();
    }
  }

  async #ask(): Promise<void> {
    const { ledger, log } = this.#options;
    const history = this.#history;
    try {
      const tasks = await Promise.all(history.map((ref) => ledger.findTask(ref)));
      const elsewhere = history.filter((_, at) => tasks[at]?.state === 'done');
      if (this.#history !== history || !shouldQuarantine(history, elsewhere)) return;
      this.#isQuarantined = true;
      log.error('agent.quarantined', { failures: history.length, because: 'what failed here succeeded elsewhere' });
      this.#onChange();
    } catch (error) {
      log.warn('ledger.unreachable', { during: 'quarantine', error });
    }
  }
}
