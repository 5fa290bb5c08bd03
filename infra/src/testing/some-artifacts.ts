/** Bundles that nobody built: synth needs their names and digests, not their content. */
import { type Artifacts } from '../artifacts.ts';

export function someArtifacts(): Artifacts {
  return {
    scaler: { path: '/bundles/scaler.zip', sha256: 'a'.repeat(64) },
    canary: { path: '/bundles/canary.zip', sha256: 'e'.repeat(64) },
    agent: { path: '/bundles/agent.tar.gz', sha256: 'b'.repeat(64), version: 3 },
    engine: { path: '/bundles/reel.tar.gz', sha256: 'c'.repeat(64), name: 'reel', version: '1.2.3' },
    serverImage: { digest: `sha256:${'d'.repeat(64)}` },
  };
}
