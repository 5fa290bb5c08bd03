/** A run without faults: which call sites there are. */
import { type CrashFarm } from './crash-farm.ts';
import { findFleet, findRestless, FLEET_MS, REST_MS, untilNothing } from './rest.ts';
import { runScenarios, SCENARIOS } from './scenarios.ts';
import { listSites, type RecordedCall, type Site } from './site.ts';

export async function recordSites(crash: CrashFarm): Promise<Site[]> {
  const jobs = await runScenarios(crash, Object.keys(SCENARIOS));
  await untilNothing('the jobs', () => findRestless(crash, jobs), REST_MS);
  await untilNothing('the fleet', () => findFleet(crash), FLEET_MS);
  return seenSites(crash);
}

/** Sites of all calls until now. */
export async function seenSites({ farm }: CrashFarm): Promise<Site[]> {
  const reply = await fetch(`${farm.endpoint}/_local/calls`);
  return listSites(((await reply.json()) as { calls: RecordedCall[] }).calls);
}
