/** Instants of an inhomogeneous Poisson process, by thinning (Lewis and Shedler, 1979). */
import { randomExponential } from 'd3-random';
import { type Random } from '../random.ts';

/**
 * @param rateAt events a second at an instant; never above `highest`
 * @returns seconds, sorted, below `until`
 */
export function drawInstants(rateAt: (at: number) => number, highest: number, until: number, random: Random): number[] {
  const gap = randomExponential.source(random)(highest);
  const instants: number[] = [];
  for (let at = gap(); at < until; at += gap()) if (random() * highest < rateAt(at)) instants.push(at);
  return instants;
}
