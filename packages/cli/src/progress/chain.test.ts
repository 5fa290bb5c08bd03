import { describe, expect, it } from '@jest/globals';
import { type JobView } from '../api/client.ts';
import { Chain, type ChainLine } from './chain.ts';
import { type WaitView } from './wait-words.ts';

const see = (chain: Chain, at: number, waiting?: WaitView): ChainLine[] => {
  const job: JobView = { id: 'job_1', state: 'queued', ...(waiting ? { waiting } : {}) };
  return chain.advance({ at, job, instances: [], steps: new Map() });
};
const waits = (reason: string, etaSeconds: number | null = null): WaitView => ({ reason, position: 0, etaSeconds });

describe('the chain of a job as a terminal shows it', () => {
  it('says why the job waits once a reason, with what was expected then', () => {
    const chain = new Chain(0);
    expect(see(chain, 0)).toEqual([{ link: 'accepted', text: 'job_1 (0.0 s)' }]);
    expect(see(chain, 1_000, waits('capacity-booting', 40))).toEqual([
      {
        link: 'waiting',
        text: 'an instance boots, or is about to come free (capacity-booting); in about 40 s (1.0 s)',
      },
    ]);
    expect(see(chain, 2_000, waits('capacity-booting', 39))).toEqual([]);
    expect(see(chain, 3_000, waits('pool-max'))).toHaveLength(1);
  });

  it('keeps quiet about what passes within seconds', () => {
    const chain = new Chain(0);
    see(chain, 0);
    expect(see(chain, 0, waits('not-counted-yet'))).toEqual([]);
    expect(see(chain, 0, waits('starting-soon', 0))).toEqual([]);
  });
});
