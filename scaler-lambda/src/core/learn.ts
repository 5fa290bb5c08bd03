/** What a tick learns from what it sees, before it decides: service times, arrivals, late starts. Pure. */
import { type Instance, type ServedTask } from '@reelyard/contracts';
import { countCame, observeArrivals, type Seen } from './arrivals.ts';
import { observeBudget } from './budget.ts';
import { type Estimates, learnServed, Outlooks } from './estimates.ts';
import { type ScalePolicy } from './policy.ts';
import { type Memory, type Sight, type WaitingView } from './snapshot.ts';

export interface Lesson {
  memory: Memory;
  /** Seconds of work that came in since the last tick, and the seconds since then. */
  arrived: number;
  elapsed: number;
}

export function learn(sight: Sight, policy: ScalePolicy, now: number): Lesson {
  const { memory, instances, waiting } = sight;
  const news = instances.flatMap((row) => newsOf(row, memory.estimates));
  const estimates = { ...learnAll(memory.estimates, news, policy), seen: seenBy(instances) };
  const lastAt = memory.arrivals.at;
  const seen: Seen = {
    inside: countInside(sight),
    ended: news.length,
    newcomers: lookAt(
      waiting.filter((task) => dueAt(task) > lastAt && dueAt(task) <= now),
      new Outlooks(estimates, policy),
      policy,
    ),
  };
  const arrivals = observeArrivals(memory.arrivals, seen, now);
  const came = countCame(memory.arrivals, seen);
  const seenWork = seen.newcomers.reduce((sum, { serviceSeconds }) => sum + serviceSeconds, 0);
  return {
    memory: {
      ...memory,
      estimates,
      arrivals,
      budget: observeBudget(memory.budget, came, countNewlyLate(sight, policy, lastAt, now)),
    },
    arrived: seenWork + (came - seen.newcomers.length) * arrivals.serviceSeconds,
    elapsed: lastAt === 0 ? 0 : (now - lastAt) / 1_000,
  };
}

function countInside({ instances, waiting, beyond }: Sight): number {
  const running = instances.reduce((sum, { agent }) => sum + (agent?.tasks.length ?? 0), 0);
  return waiting.length + running + Object.values(beyond).reduce((sum, count) => sum + count, 0);
}

function lookAt(
  tasks: readonly WaitingView[],
  outlooks: Outlooks,
  { startWithinSeconds }: ScalePolicy,
): Seen['newcomers'] {
  return tasks.map((task) => ({
    engine: task.engine,
    serviceSeconds: outlooks.of(task).mean,
    withinSeconds: startWithinSeconds[task.lane],
  }));
}

/** Waiting tasks whose objective passed since the last tick. */
function countNewlyLate({ waiting }: Sight, { startWithinSeconds }: ScalePolicy, lastAt: number, now: number): number {
  return waiting.filter((task) => {
    const hardAt = dueAt(task) + startWithinSeconds[task.lane] * 1_000;
    return hardAt > lastAt && hardAt <= now;
  }).length;
}

function dueAt({ enqueuedAt, notBefore }: WaitingView): number {
  return Math.max(enqueuedAt, notBefore);
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
