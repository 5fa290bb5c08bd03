/**
 * Whether a tenant has an endpoint that is to hear of its jobs, known for ten seconds: a submit must not wait for a read each time. Unknown counts as
 * yes: an event that nobody listens to costs the dispatcher one write.
 */
import { type Ledger } from '@reelyard/ledger';
import { type Clock } from '@reelyard/runtime';

export interface Audience {
  isListening(tenant: string): Promise<boolean>;
  /** Its endpoints have changed. */
  forget(tenant: string): void;
}

const KNOWN_MS = 10_000;
/** Tenants that are remembered; beyond it the oldest goes. */
const MOST = 10_000;

export function createAudience({ ledger, clock }: { ledger: Pick<Ledger, 'listEndpoints'>; clock: Clock }): Audience {
  const known = new Map<string, { until: number; answer: Promise<boolean> }>();
  const ask = async (tenant: string): Promise<boolean> => {
    try {
      return (await ledger.listEndpoints(tenant)).some(({ state }) => state === 'enabled');
    } catch {
      known.delete(tenant);
      return true;
    }
  };
  return {
    isListening: (tenant) => {
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
