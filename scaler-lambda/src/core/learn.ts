/** What a tick learns from what it sees, before it decides: service times, arrivals. Pure; the same sight twice teaches nothing new. */
import { type Instance, type ServedTask } from '@reelyard/contracts';
import { observeArrivals } from './arrivals.ts';
import { type Estimates, learnServed } from './estimates.ts';
import { type ScalePolicy } from './policy.ts';
import { type Memory, type Sight } from './snapshot.ts';

export function learn(sight: Sight, policy: ScalePolicy, now: number): Memory {
  const { memory, instances, waiting } = sight;
  const news = instances.flatMap((row) => newsOf(row, memory.estimates));
  const running = instances.reduce((sum, { agent }) => sum + (agent?.tasks.length ?? 0), 0);
  const inside = waiting.length + running + Object.values(sight.beyond).reduce((sum, count) => sum + count, 0);
  const engine = waiting.at(-1)?.engine ?? memory.arrivals.engine;
  return {
    ...memory,
    estimates: { ...learnAll(memory.estimates, news, policy), seen: seenBy(instances) },
    arrivals: {
      ...observeArrivals(memory.arrivals, inside, news.length, now),
      ...(engine === undefined ? {} : { engine }),
    },
  };
}

function newsOf({ agent }: Instance, { seen }: Estimates): ServedTask[] {
  if (!agent?.served) return [];
  const last = seen[agent.owner] ?? 0;
  return agent.served.filter(({ seq }) => seq > last);
}

function learnAll(before: Estimates, news: readonly ServedTask[], policy: ScalePolicy): Estimates {
  return news.reduce((known, task) => learnServed(known, task, task.seconds, policy), before);
}

/** Only of agents that are there: a new process counts from one again, under another name. */
function seenBy(instances: readonly Instance[]): Record<string, number> {
  return Object.fromEntries(
    instances.flatMap(({ agent }) => {
      const last = agent?.served?.at(-1)?.seq;
      return agent && last !== undefined ? [[agent.owner, last]] : [];
    }),
  );
}
