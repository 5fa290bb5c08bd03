/** Polls the instance metadata for a spot notice. A notice once seen stands until the process ends. */
import { type Clock, type Logger } from '@reelyard/runtime';
import { type Metadata } from './ports.ts';

export interface NoticeWatchOptions {
  metadata: Metadata;
  clock: Clock;
  log: Logger;
  noticeMs: number;
}

export class NoticeWatch {
  readonly #options: NoticeWatchOptions;
  readonly #react: () => void;
  #notice: { at: number } | undefined;
  #hasRebalance = false;

  constructor(options: NoticeWatchOptions, react: () => void) {
    this.#options = options;
    this.#react = react;
  }

  get notice(): { at: number } | undefined {
    return this.#notice;
  }

  async loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#look();
      if (this.#notice) this.#react();
      await this.#options.clock.sleep(this.#options.noticeMs, signal);
    }
  }

  async #look(): Promise<void> {
    const { metadata, log } = this.#options;
    try {
      const found = await metadata.readNotice();
      if (found.kind === 'spot' && !this.#notice) log.warn('spot.notice', { at: new Date(found.at).toISOString() });
      if (found.kind === 'spot') this.#notice = { at: found.at };
      if (found.kind === 'rebalance' && !this.#hasRebalance) log.info('rebalance.notice', {});
      this.#hasRebalance ||= found.kind === 'rebalance';
    } catch (error) {
      log.debug('metadata.unreachable', { error });
    }
  }
}
