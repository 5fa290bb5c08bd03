/** What the world does to calls while a fault of the plan lasts. Every fault that really struck is noted in the history. */
import { FarmError, type FarmErrorCode } from '@reelyard/contracts';
import { type Fault, type WeatherKind } from '../plan.ts';
import { between, type Dice } from './chance.ts';
import { type Call } from './life.ts';
import { type VirtualTime } from './virtual-time.ts';

export type Service = 'store' | 'queue' | 'bucket';

const ERRORS: Readonly<Record<Service, FarmErrorCode>> = {
  store: 'ledger-unavailable',
  queue: 'queue-unavailable',
  bucket: 'storage-unavailable',
};

/** Milliseconds there and back, each. Source of the order of magnitude: single-digit milliseconds for DynamoDB and SQS in a region. */
const LATENCY: Readonly<Record<Service, readonly [number, number]>> = {
  store: [1, 8],
  queue: [2, 15],
  bucket: [5, 60],
};
/** How long a client waits for an answer. */
const PATIENCE_MS = 10_000;

export type Fate = Pick<Call<unknown>, 'outMs' | 'backMs' | 'fault'>;

export class Weather {
  readonly #faults: readonly Fault[];
  readonly #time: VirtualTime;
  readonly #startedAt: number;
  readonly #note: (kind: string) => void;

  constructor(faults: readonly Fault[], time: VirtualTime, note: (kind: string) => void) {
    this.#faults = faults.filter(({ kind }) => kind !== 'kill' && kind !== 'freeze');
    this.#time = time;
    this.#startedAt = time.now;
    this.#note = note;
  }

  /** Whether a fault of the kind strikes now; draws only while one lasts. */
  strikes(kind: WeatherKind, dice: Dice): boolean {
    const at = this.#time.now - this.#startedAt;
    const lasting = this.#faults.find(
      (fault) => fault.kind === kind && fault.atMs <= at && at < fault.atMs + fault.forMs,
    );
    if (!lasting || !('share' in lasting) || !dice.chance(lasting.share)) return false;
    this.#note(kind);
    return true;
  }

  fateOf(service: Service, isWrite: boolean, dice: Dice): Fate {
    const [least, most] = LATENCY[service];
    const outMs = between(dice, least, most);
    const backMs = between(dice, least, most);
    const lost = (isServed: boolean, late = 0): Fate => {
      const afterMs = dice.chance(0.5) ? between(dice, 5, 200) : PATIENCE_MS;
      const message = isServed ? 'the answer was lost' : 'the request was lost';
      const error = new FarmError(ERRORS[service], message);
      return { outMs: outMs + late, backMs, fault: { error, isServed, afterMs: late > 0 ? PATIENCE_MS : afterMs } };
    };
    if (this.strikes(`${service}-lost-request`, dice)) return lost(false);
    if (this.strikes(`${service}-lost-answer`, dice)) return lost(true);
    if (this.strikes(`${service}-slow`, dice))
      return { outMs: outMs + dice.below(6_000), backMs: backMs + dice.below(3_000) };
    if (service !== 'store') return { outMs, backMs };
    if (this.strikes('store-throttle', dice)) return throttled(outMs, backMs);
    if (isWrite && this.strikes('store-conflict', dice)) return { outMs: outMs + between(dice, 5, 1_500), backMs };
    // The caller was told that nobody answers, and after that it is applied.
    if (isWrite && this.strikes('store-late-write', dice)) return lost(true, PATIENCE_MS + dice.below(30_000));
    return { outMs, backMs };
  }
}

const throttled = (outMs: number, backMs: number): Fate => ({
  ...{ outMs, backMs },
  fault: { error: new FarmError('ledger-throttled', 'too many requests'), isServed: false, afterMs: outMs + backMs },
});
