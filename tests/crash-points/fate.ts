/** What happens to one call. A call that fails does so at each try of its SDK, so that our code and not only the SDK meets it. */
import { type FaultRule } from '@reelyard/local-cloud';
import { matchOf, type Site } from './site.ts';

export const FATES = ['fails', 'applies-fails', 'throttled', 'never', 'dies-before', 'dies-after'] as const;
export type Fate = (typeof FATES)[number];

export interface Cell {
  site: Site;
  fate: Fate;
}

const kinds: Readonly<Record<Fate, Pick<FaultRule, 'kind' | 'untilGivenUp'>>> = {
  fails: { kind: 'error500', untilGivenUp: true },
  'applies-fails': { kind: 'apply-then-fail', untilGivenUp: true },
  throttled: { kind: 'throttle', untilGivenUp: true },
  never: { kind: 'never', untilGivenUp: true },
  'dies-before': { kind: 'kill' },
  'dies-after': { kind: 'apply-then-kill' },
};

/** Hits the first call of the site, once. */
export function ruleOf({ site, fate }: Cell, id: string): FaultRule {
  return { id, match: matchOf(site), times: 1, ...kinds[fate] };
}

export const isDeath = (fate: Fate): boolean => fate === 'dies-before' || fate === 'dies-after';
