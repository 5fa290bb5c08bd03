/**
 * Where held jobs stand in their quotas. Invariant: however many clients look, one server reads the line of a quota at most once in two seconds,
 * and a read that fails costs an answer its position, never the answer.
 */
import { type Job } from '@reelyard/contracts';
import { type Ledger } from '@reelyard/ledger';
import { type Clock } from '@reelyard/runtime';

export type FindPlace = (job: Pick<Job, 'tenant' | 'id'> & { readonly quota: string }) => Promise<number | null>;

const keptMs = 2_000;
/** Positions beyond are not counted. */
const counted = 1_000;
/** Quotas that are remembered; beyond it the oldest goes. */
const most = 1_000;

interface Line {
  readonly until: number;
  readonly ids: Promise<ReadonlyMap<string, number> | undefined>;
}

export function createPlaces({ ledger, clock }: { ledger: Pick<Ledger, 'findHeldJobs'>; clock: Clock }): FindPlace {
  const lines = new Map<string, Line>();
  const lineOf = (tenant: string, quota: string): Line['ids'] => {
    const name = `${tenant}#${quota}`;
    const known = lines.get(name);
    if (known && known.until > clock.monotonic()) return known.ids;
    lines.delete(name);
    const [oldest] = lines.keys();
    if (lines.size >= most && oldest !== undefined) lines.delete(oldest);
    const ids = ledger.findHeldJobs({ tenant, quota }, counted).then(
      (found) => new Map(found.map((id, place) => [id, place])),
      () => undefined,
    );
    lines.set(name, { until: clock.monotonic() + keptMs, ids });
    return ids;
  };
  return async ({ tenant, id, quota }) => (await lineOf(tenant, quota))?.get(id) ?? null;
}
