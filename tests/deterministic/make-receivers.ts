/** Who listens to webhooks, from a seed. With dice of its own: where nobody listens, a life is what it was. */
import { type Blow, type Plan, type PlannedJob } from './plan.ts';
import { MANNERS, type Manner, type PlannedEndpoint, type PlannedReceiver } from './planned-receiver.ts';
import { between, type Dice } from './world/chance.ts';

const SECOND = 1_000;

type Farm = Pick<Plan, 'servers' | 'jobs'>;

/** What a third of the plans get: endpoints, jobs with webhooks of their own, and blows that lie in wait for what is told. */
export function makeReceivers(
  dice: Dice,
  { servers, jobs }: Farm,
): Pick<Plan, 'endpoints' | 'jobs'> & { readonly blows: readonly Blow[] } {
  if (!dice.chance(1 / 3)) return { jobs, blows: [] };
  const endpoints = Array.from({ length: between(dice, 0, 2) }, () => makeEndpoint(dice, jobs));
  const share = endpoints.length === 0 ? 1 : 0.3;
  return {
    ...(endpoints.length === 0 ? {} : { endpoints }),
    jobs: jobs.map((job) => (dice.chance(share) ? { ...job, webhook: makeReceiver(dice) } : job)),
    blows: dice.chance(0.5) ? [makeBlow(dice, { servers, jobs })] : [],
  };
}

/** Of a tenant that has jobs, as a rule. */
const makeEndpoint = (dice: Dice, jobs: readonly PlannedJob[]): PlannedEndpoint => ({
  tenant: (dice.chance(0.9) ? dice.one(jobs)?.tenant : undefined) ?? 'globex',
  ...makeReceiver(dice),
});

function makeReceiver(dice: Dice): PlannedReceiver {
  const manner = dice.one(MANNERS) ?? 'well';
  return {
    listensTo: dice.chance(0.6) ? 'all' : 'ends',
    manner,
    // A second failure costs the message five minutes, a third one half an hour.
    times: dice.chance(0.9) ? 1 : dice.chance(0.9) ? 2 : 3,
    forMs: makeSpan(dice, manner),
  };
}

function makeSpan(dice: Dice, manner: Manner): number {
  switch (manner) {
    case 'slow':
      return between(dice, SECOND, 25 * SECOND);
    case 'away':
      return dice.chance(0.7) ? between(dice, SECOND, 5 * SECOND) : between(dice, 5 * SECOND, 40 * SECOND);
    case 'busy':
      return between(dice, 5, 120) * SECOND;
    default:
      return 0;
  }
}

/** A server is struck between what it tells and what comes of it. */
function makeBlow(dice: Dice, { servers, jobs }: Farm): Blow {
  return {
    kind: dice.chance(0.5) ? 'kill' : 'freeze',
    forMs: dice.chance(0.3) ? between(dice, SECOND, 30 * SECOND) : between(dice, 70 * SECOND, 200 * SECOND),
    atMs: dice.one(jobs)?.atMs ?? 0,
    who: 'server',
    n: dice.below(servers),
    ambush: { phase: dice.chance(0.3) ? 'before' : 'after', on: 'post', skip: dice.below(4) },
  };
}
