/** What is explored. Every one is small enough to be exhausted and large enough to hold what it is about. */
import { type Configuration } from './world.ts';

/** Every class has one more try; production's budgets end within reach. */
const NEARLY_SPENT = { engine: 1, infra: 8, asset: 3, leaseLost: 1 } as const;
/** The next failure of any class is the last. */
const SPENT = { engine: 2, infra: 9, asset: 4, leaseLost: 2 } as const;

export const CONFIGURATIONS: readonly Configuration[] = [
  {
    name: 'submit',
    about: 'a submit that is lost, late, doubled, and sent again under the same key',
    segments: 1,
    agents: 1,
    faults: 3,
    submit: true,
  },
  {
    name: 'doorbells',
    about: 'one agent, two relays; doorbells lost, doubled and rung again',
    segments: 1,
    agents: 1,
    faults: 2,
    relays: 2,
  },
  {
    name: 'leases',
    about: 'two agents that beat, die and come back late; leases that run out at any instant',
    segments: 1,
    agents: 2,
    faults: 1,
    used: NEARLY_SPENT,
    beats: true,
    zombies: true,
  },
  {
    name: 'failures',
    about: 'every class of failure with budgets nearly spent, and back-offs',
    segments: 1,
    agents: 1,
    faults: 1,
    used: NEARLY_SPENT,
    failures: ['engine', 'infra', 'asset', 'license', 'permanent'],
  },
  {
    name: 'deadline',
    about: 'agents that die for good; the deadline ends what nobody renders; cancel beside it',
    segments: 1,
    agents: 1,
    faults: 1,
    deadline: true,
    mortal: true,
    zombies: true,
    cancel: true,
    used: NEARLY_SPENT,
  },
  {
    name: 'bytes',
    about: 'uploads of agents that lost their lease, beside those of the one that holds it',
    segments: 1,
    agents: 2,
    faults: 0,
    used: NEARLY_SPENT,
    bytes: true,
    zombies: true,
  },
  {
    name: 'cancel',
    about: 'cancel at any instant, beside two agents of which one may be a ghost',
    segments: 1,
    agents: 2,
    faults: 0,
    used: NEARLY_SPENT,
    zombies: true,
    cancel: true,
  },
  {
    name: 'three-agents',
    about: 'one task and three agents that lose their leases at any instant',
    segments: 1,
    agents: 3,
    faults: 0,
    used: NEARLY_SPENT,
    zombies: true,
  },
  {
    name: 'segments',
    about: 'two segments and their assembly with two agents',
    segments: 2,
    agents: 2,
    faults: 0,
    used: SPENT,
    failures: ['permanent'],
  },
];

/** Larger ones, for a night. */
export const DEEP: readonly Configuration[] = [
  {
    name: 'segments-cancel',
    about: 'segments, and cancel at any instant',
    segments: 2,
    agents: 2,
    faults: 0,
    used: SPENT,
    cancel: true,
  },
  {
    name: 'segments-zombies',
    about: 'segments, and leases that run out at any instant',
    segments: 2,
    agents: 2,
    faults: 0,
    used: NEARLY_SPENT,
    zombies: true,
  },
  {
    name: 'segments-faults',
    about: 'segments, and one fault of any kind',
    segments: 2,
    agents: 2,
    faults: 1,
    used: SPENT,
  },
  {
    name: 'two-faults',
    about: 'two agents and two faults of any kind',
    segments: 1,
    agents: 2,
    faults: 2,
    used: NEARLY_SPENT,
    zombies: true,
  },
  {
    name: 'three-agents-fault',
    about: 'three agents and a fault of any kind',
    segments: 1,
    agents: 3,
    faults: 1,
    used: NEARLY_SPENT,
    zombies: true,
  },
];
