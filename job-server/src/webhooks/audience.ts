/**
 * What a tenant's endpoints listen to, known for ten seconds: a submit must not wait for a read each time. Unknown counts as everything: an event that
 * nobody listens to costs the dispatcher one write.
 */
import { EVENT_TYPES, type EventType } from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import { type Clock } from '@reelyard/runtime';

export interface Audience {
  /** Types of events that an enabled endpoint of the tenant listens to. */
  heardBy(tenant: string): Promise<readonly EventType[]>;
  /** Its endpoints have changed. */
  forget(tenant: string): void;
}

const KNOWN_MS = 10_000;
/** Tenants that are remembered; beyond it the oldest goes. */
const MOST = 10_000;

export function createAudience({ ledger, clock }: { ledger: Pick<Ledger, 'listEndpoints'>; clock: Clock }): Audience {
  const known = new Map<string, { until: number; answer: Promise<readonly EventType[]> }>();
  const ask = async (tenant: string): Promise<readonly EventType[]> => {
    try {
      const enabled = (await ledger.listEndpoints(tenant)).filter(({ state }) => state === 'enabled');
      return EVENT_TYPES.filter((type) => enabled.some(({ events }) => events.includes(type)));
    } catch {
      known.delete(tenant);
      return EVENT_TYPES;
    }
  };
  return {
    heardBy: (tenant) => {
      const remembered = known.get(tenant);
      if (remembered && remembered.until > clock.monotonic()) return remembered.answer;
      known.delete(tenant);
      const [oldest] = known.keys();
      if (known.size >= MOST && oldest !== undefined) known.delete(oldest);
      const answer = ask(tenant);
      known.set(tenant, { until: clock.monotonic() + KNOWN_MS, answer });
      return answer;
    },
    forget: (tenant) => void known.delete(tenant),
  };
}
