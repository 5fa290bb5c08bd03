/**
 * An Auto Scaling group: keeps as many machines as are desired. Invariant: standing machines are never fewer than desired, except while a
 * shortage lasts; a launch takes a stopped machine off the shelf first.
 */
import { type Farm, type Shortage } from '../farm.ts';
import { isStanding, type Machine, type Place } from './machine.ts';

export interface LaunchRefusal {
  pool: string;
  at: number;
  place: Place;
}

/** A stopped machine of the warm pool. */
export interface Slot {
  id: string;
  place: Place;
  /** When it can be started; Infinity while its machine runs. */
  freeAt: number;
}

export class Group {
  readonly pool: string;
  readonly purchase: 'on-demand' | 'spot';
  readonly slots: Slot[];
  readonly machines = new Set<Machine>();
  desired = 0;
  isRetrying = false;
  readonly #farm: Farm;
  #cell = 0;
  #made = 0;

  constructor(purchase: 'on-demand' | 'spot', farm: Farm) {
    this.pool = purchase;
    this.purchase = purchase;
    this.#farm = farm;
    const warm = purchase === 'on-demand' ? farm.warm : 0;
    this.slots = Array.from({ length: warm }, () => ({ id: this.nextId(), place: this.nextPlace(), freeAt: 0 }));
  }

  get standing(): number {
    let count = 0;
    for (const machine of this.machines) if (isStanding(machine)) count += 1;
    return count;
  }

  findFreeSlot(now: number): Slot | undefined {
    return this.slots.find(({ freeAt }) => freeAt <= now);
  }

  /** The zones and types take turns. */
  nextPlace(): Place {
    const { types, zones } = this.#farm;
    const cell = this.#cell % (types.length * zones.length);
    this.#cell += 1;
    return { type: types[Math.floor(cell / zones.length)] ?? '', zone: zones[cell % zones.length] ?? '' };
  }

  isShort(place: Place, now: number): boolean {
    return this.#farm.shortages.some((shortage) => covers(shortage, this.pool, place, now));
  }

  nextId(): string {
    this.#made += 1;
    return `i-${this.pool}-${this.#made}`;
  }
}

function covers({ from, until, pool, type, zone }: Shortage, inPool: string, place: Place, now: number): boolean {
  const isPlace = (type ?? place.type) === place.type && (zone ?? place.zone) === place.zone;
  return now >= from && now < until && (pool ?? inPool) === inPool && isPlace;
}
