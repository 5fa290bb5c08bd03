/** The job server as one module, for its image. */
import { bundleModule } from './esbuild.ts';
import { repository } from './repository.ts';

export function buildJobServerBundle(): Promise<Uint8Array> {
  return bundleModule({ entry: repository('job-server/src/main.ts') });
}
