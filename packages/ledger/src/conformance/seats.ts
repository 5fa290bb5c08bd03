/** License seats: one row each, under the same epoch rule as leases. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Ledger } from '../ledger.ts';
import { MINUTE, NOW } from './builders.ts';
import { type MakeLedger } from './make-ledger.ts';
import { runSeatLife } from './seat-life.ts';

export function describeSeats(makeLedger: MakeLedger): void {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await makeLedger();
  });

  describe('license seats', () => {
    it.each([1, 2, 3, 4, 5, 6])(
      'are never used by more agents than there are, whatever their clocks say (seed %i)',
      async (seed) => {
        const { found } = await runSeatLife(await makeLedger(), { seed, steps: 40 });
        expect(found).toEqual([]);
      },
    );

    it('are not shortened by a renewal that arrives late', async () => {
      const seat = await ledger.takeSeat('slow', 1, 'i-1/1', MINUTE, NOW);
      if (!seat) throw new Error('no seat');
      expect(await ledger.renewSeat(seat, MINUTE, NOW + 30_000)).toBe(true);
      expect(await ledger.renewSeat(seat, MINUTE, NOW + 10_000)).toBe(true);
      expect(await ledger.takeSeat('slow', 1, 'i-2/1', MINUTE, NOW + MINUTE + 10_000)).toBeUndefined();
    });

    it('are never held by more than there are', async () => {
      const takers = Array.from({ length: 9 }, (_, i) => ledger.takeSeat('pro', 3, `i-${i}/1`, MINUTE, NOW));
      const seats = (await Promise.all(takers)).flatMap((seat) => seat ?? []);
      expect(seats.map(({ n }) => n).sort()).toEqual([0, 1, 2]);
      expect(await ledger.takeSeat('pro', 3, 'i-9/1', MINUTE, NOW)).toBeUndefined();
      expect(await ledger.takeSeat('pro', 0, 'i-9/1', MINUTE, NOW)).toBeUndefined();
    });

    it('are seen while they are held, and no longer', async () => {
      const own = await makeLedger();
      expect(await own.findSeats('seen', NOW)).toEqual([]);
      const first = await own.takeSeat('seen', 3, 'i-1/1', MINUTE, NOW);
      await own.takeSeat('seen', 3, 'i-2/1', 2 * MINUTE, NOW);
      await own.takeSeat('other', 3, 'i-2/1', MINUTE, NOW);
      expect((await own.findSeats('seen', NOW)).map(({ owner }) => owner).sort()).toEqual(['i-1/1', 'i-2/1']);
      expect((await own.findSeats('seen', NOW + MINUTE)).map(({ owner }) => owner)).toEqual(['i-2/1']);
      if (!first) throw new Error('no seat');
      await own.returnSeat(first);
      expect((await own.findSeats('seen', NOW)).map(({ owner }) => owner)).toEqual(['i-2/1']);
    });

    it('come free by return and by expiry', async () => {
      const seat = await ledger.takeSeat('free', 1, 'i-1/1', MINUTE, NOW);
      if (!seat) throw new Error('no seat');
      expect(await ledger.renewSeat(seat, MINUTE, NOW + 1_000)).toBe(true);
      expect(await ledger.takeSeat('free', 1, 'i-2/1', MINUTE, NOW + MINUTE)).toBeUndefined();
      const second = await ledger.takeSeat('free', 1, 'i-2/1', MINUTE, NOW + MINUTE + 1_000);
      expect(second).toEqual({ engine: 'free', n: 0, epoch: 2, owner: 'i-2/1' });
      if (!second) throw new Error('no seat');
      expect(await ledger.returnSeat(second)).toBe(true);
      expect(await ledger.takeSeat('free', 1, 'i-3/1', MINUTE, NOW)).toMatchObject({ epoch: 3 });
    });

    it('of an earlier holder are not freed or renewed by it', async () => {
      const first = await ledger.takeSeat('late', 1, 'i-1/1', MINUTE, NOW);
      if (!first) throw new Error('no seat');
      await ledger.takeSeat('late', 1, 'i-1/1', MINUTE, NOW + MINUTE);
      expect(await ledger.returnSeat(first)).toBe(false);
      expect(await ledger.renewSeat(first, MINUTE, NOW)).toBe(false);
      expect(await ledger.takeSeat('late', 1, 'i-2/1', MINUTE, NOW + MINUTE)).toBeUndefined();
    });
  });
}
