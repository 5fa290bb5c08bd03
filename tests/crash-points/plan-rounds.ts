/**
 * Which cells share a round. One fate a round, so that no death heals what a hung call left; deaths of one kind of process are few a round, so
 * that no task is taken for poison because its agents died of faults on three machines.
 */
import { type Cell, type Fate, isDeath } from './fate.ts';
import { CALLERS, type Site, type Who } from './site.ts';

/** Deaths of one caller in a round. */
const DEATHS: Readonly<Record<Who, number>> = {
  agent: 7,
  'job-server': 8,
  scale: 5,
  lifecycle: 4,
  machine: 1,
  client: 2,
};

export function planRounds(sites: readonly Site[], fates: readonly Fate[], together: number): Cell[][] {
  return fates.flatMap((fate) => shareOut(sites, fate, together).map((some) => some.map((site) => ({ site, fate }))));
}

/** Neighbors in the list go to different rounds: they are often steps of one operation, and one hides the next. */
function shareOut(sites: readonly Site[], fate: Fate, together: number): Site[][] {
  const rounds = Math.max(Math.ceil(sites.length / together), isDeath(fate) ? roundsOfDeaths(sites) : 1);
  return Array.from({ length: rounds }, (_, round) => sites.filter((__, n) => n % rounds === round)).filter(
    (some) => some.length > 0,
  );
}

function roundsOfDeaths(sites: readonly Site[]): number {
  const roundsOf = (who: Who): number => sites.filter((site) => site.who === who).length / DEATHS[who];
  return Math.max(1, ...CALLERS.map((who) => Math.ceil(roundsOf(who))));
}
