/** Why tasks wait, one answer a lane. The first task of a lane speaks for it; a refusal speaks louder than a boot. */
import { type Lane } from '@reelyard/contracts';
import { type Waiting, type WaitReason } from './decision.ts';

interface Told {
  code: WaitReason;
  because: string;
  etaAt?: number;
  lastEtaAt?: number;
}

export class Reasons {
  readonly #lanes = new Map<Lane, Told>();

  tell(lane: Lane, code: WaitReason, because: string, startAt: number): void {
    const known = this.#lanes.get(lane);
    const isLouder = known === undefined || (isRefusal(code) && !isRefusal(known.code));
    const word = isLouder ? { code, because } : { code: known.code, because: known.because };
    const etas = [known?.etaAt, known?.lastEtaAt, startAt].filter((at) => at !== undefined && Number.isFinite(at));
    const eta =
      etas.length === 0 ? {} : { etaAt: Math.min(...(etas as number[])), lastEtaAt: Math.max(...(etas as number[])) };
    this.#lanes.set(lane, { ...word, ...eta });
  }

  /** @param counts all that waits, by lane */
  toWaiting(counts: ReadonlyMap<Lane, number>): Partial<Record<Lane, Waiting>> {
    return Object.fromEntries(
      [...this.#lanes].map(([lane, told]) => [lane, { ...told, count: counts.get(lane) ?? 0 }]),
    );
  }
}

function isRefusal(code: WaitReason): boolean {
  return code !== 'starting-soon' && code !== 'capacity-booting';
}
