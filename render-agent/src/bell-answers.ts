/**
 * What a doorbell is answered once its claim is known. Invariant: the message goes at the claim, not before; nobody waits for that, and an answer that is
 * lost costs one more ring.
 */
import { type Logger } from '@reelyard/runtime';
import { type ClaimResult } from './claim-task.ts';
import { type Bell } from './ports.ts';
import { type SeatRest } from './seat-rest.ts';

export class BellAnswers {
  readonly #log: Logger;
  readonly #seatRest: SeatRest;

  constructor(log: Logger, seatRest: SeatRest) {
    this.#log = log;
    this.#seatRest = seatRest;
  }

  answer(bell: Bell, what: string, answered: Promise<void>): void {
    answered.catch((error: unknown) => this.#log.warn('queue.unreachable', { during: what, lane: bell.lane, error }));
  }

  settle(bell: Bell, result: ClaimResult): void {
    const ids = { jobId: bell.ref.job, taskId: bell.ref.n };
    if (result.kind === 'claimed') return this.answer(bell, 'discard', bell.discard());
    if (result.kind === 'unreachable') return this.answer(bell, 'give back', bell.giveBack(5));
    if (result.kind === 'no-seat') {
      this.#log.info('seat.wait', ids);
      return this.answer(bell, 'give back', bell.giveBack(this.#seatRest.begin()));
    }
    this.#log.info('task.refused', { ...ids, because: result.because });
    const mayComeAgain = result.because === 'not-before' || result.because === 'agent-too-old';
    this.answer(bell, 'answer', mayComeAgain ? bell.giveBack(10) : bell.discard());
  }
}
