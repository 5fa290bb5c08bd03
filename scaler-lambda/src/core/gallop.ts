/** The whole number in 0..most that costs least, by doubling and halving: about 3·log₂ looks, right where the cost falls and then rises. */
export function findCheapest(most: number, costOf: (n: number) => number): number {
  const known = new Map<number, number>();
  const look = (n: number): number => {
    const cost = known.get(n) ?? costOf(n);
    known.set(n, cost);
    return cost;
  };
  let best = 0;
  for (let n = 1; n <= most; n *= 2) {
    if (look(n) < look(best)) best = n;
    // Twice beyond the best and no better: it will not fall again.
    else if (best > 0 && n >= 4 * best) break;
  }
  for (let step = best >> 1; step >= 1; step >>= 1)
    for (const n of [best - step, best + step]) if (n > 0 && n <= most && look(n) < look(best)) best = n;
  return best;
}
