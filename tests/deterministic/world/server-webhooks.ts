/** What one simulated job server tells the world: production's audience, dispatcher and bell over the ports of its process. */
import { type Ledger } from '@reelyard/ledger';
import { createSqsBell } from '../../../job-server/src/adapters/sqs-bell.ts';
import { type AppPorts } from '../../../job-server/src/http/endpoint-ports.ts';
import { type Meter } from '../../../job-server/src/ports.ts';
import { fakeStorage } from '../../../job-server/src/testing/fakes.ts';
import { createAudience } from '../../../job-server/src/webhooks/audience.ts';
import { startDispatcher } from '../../../job-server/src/webhooks/dispatcher.ts';
import { listenToBell } from '../../../job-server/src/webhooks/event-bell.ts';
import { type Life } from './life.ts';
import { EVENTS_URL, type World } from './world.ts';

const SETTINGS = { dispatchMs: 5_000 };

const NOBODY_LISTENS: AppPorts['webhooks'] = {
  audience: { heardBy: () => Promise.resolve([]), forget: () => undefined },
  receiver: { post: () => Promise.reject(new Error('nobody listens')) },
  wake: () => undefined,
};

/** Where nobody listens it is left out: two thirds of all lives need not pay for it. */
export function startWebhooks(
  world: World,
  life: Life,
  { ledger, meter }: { ledger: Ledger; meter: Meter },
): AppPorts['webhooks'] {
  const { name, clock } = life;
  if (!world.receivers.isAnybody) return NOBODY_LISTENS;
  const receiver = world.receivers.portOf(life, world.dice(`${name} posts`));
  const ports = { clock, log: world.logOf(name), random: world.dice(`${name} dispatch`).random };
  const dispatcher = startDispatcher(
    { ...ports, ledger, meter, receiver, storage: fakeStorage(), newId: world.idsOf(life, 'dispatch ids') },
    SETTINGS,
  );
  const wake = (): void => dispatcher.wake();
  const bell = createSqsBell(world.queues.clientOf(life, world.dice(`${name} bell`)), EVENTS_URL);
  listenToBell(bell, wake, { ...ports, random: world.dice(`${name} ringing`).random });
  return { audience: createAudience({ ledger, clock }), receiver, wake };
}
