/** Products of the build as infrastructure wants them. */
import { type Artifacts, type Bundle } from '@reelyard/infra';
import { getBuiltInEngine } from '@reelyard/engines';
import { join } from 'node:path';
import { type Artifact } from '../build/artifact.ts';
import { agentVersion } from '../farm/provision/packages.ts';
import { CommandError, EXIT } from '../exit-code.ts';

/** What a new environment starts with. */
export const firstEngine = 'reel';

/** @param image digest of the job server's image */
export function toArtifacts(dir: string, built: readonly Artifact[], image: string): Artifacts {
  const bundle = (name: string): Bundle => {
    const found = built.find((artifact) => artifact.name === name);
    if (!found) throw new CommandError(EXIT.failed, `the build made no ${name}`);
    return { path: join(dir, found.file), sha256: found.sha256 };
  };
  const { name, version } = getBuiltInEngine(firstEngine).manifest;
  return {
    scaler: bundle('scaler'),
    canary: bundle('canary'),
    agent: { ...bundle('agent'), version: agentVersion },
    engine: { ...bundle(`engine-${name}`), name, version },
    serverImage: { digest: image },
  };
}
