/** The agent's half of a job through the ledger: for tests of the API that need jobs to move, and no frames. */
import { type Artifact } from '@reelyard/contracts';
import { type Lease, type Ledger } from '@reelyard/ledger';

export interface ActingAgent {
  /** Undefined when the ledger refuses. */
  claim(tenant: string, job: string): Promise<Lease | undefined>;
  beat(lease: Lease, beat: number, fraction: number): Promise<void>;
  complete(lease: Lease): Promise<void>;
  fail(lease: Lease): Promise<void>;
}

const artifactOf = ({ ref, epoch }: Lease): Artifact => ({
  name: 'video.mp4',
  key: `artifacts/${ref.tenant}/${ref.job}/0/${epoch}/video.mp4`,
  contentType: 'video/mp4',
  bytes: 12,
  sha256: 'a'.repeat(64),
});

export function createActingAgent(ledger: Ledger, now: () => number = Date.now): ActingAgent {
  const by = { owner: 'i-acting/1', agentVersion: 1 };
  return {
    claim: async (tenant, job) => {
      const outcome = await ledger.claim({ tenant, job, n: 0 }, by, now());
      return outcome.kind === 'claimed' ? outcome.lease : undefined;
    },
    beat: async (lease, beat, fraction) => {
      await ledger.heartbeat(lease, { beat, phase: 'rendering', progress: { fraction } }, now());
    },
    complete: async (lease) => {
      await ledger.complete(lease, [artifactOf(lease)], now());
    },
    fail: async (lease) => {
      const failure = { class: 'permanent', code: 'scripted', message: 'by script' } as const;
      await ledger.fail(lease, failure, 0, now());
    },
  };
}
