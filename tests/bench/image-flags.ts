/** How the job server's image starts Node, so that its benches measure what ships. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const dockerfile = join(import.meta.dirname, '../../job-server/Dockerfile');

/** Flags of its entry point. @throws Error when there is none */
export function flagsOfImage(): string[] {
  const entry = /^ENTRYPOINT (\[.*\])$/m.exec(readFileSync(dockerfile, 'utf8'))?.[1];
  if (entry === undefined) throw new Error(`${dockerfile} has no ENTRYPOINT in the form of a list`);
  return (JSON.parse(entry) as string[]).filter((word) => word.startsWith('--'));
}
