/**
 * Which image of the job server is meant, as a digest: tags move, digests do not. In order: what the operator says, what `docker buildx build
 * --metadata-file` left beside the build, what is deployed.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { imageMetadataName } from '../build/artifact.ts';
import { CommandError, EXIT } from '../exit-code.ts';

export type ServerImage =
  | { kind: 'told' | 'pushed' | 'deployed'; digest: string }
  /** Nothing was pushed yet. The stand-in lets stacks be synthesized and looked at; it is never applied. */
  | { kind: 'none'; digest: string };

const digestPattern = /^sha256:[0-9a-f]{64}$/;
const standIn = `sha256:${'0'.repeat(64)}`;
const metadata = z.object({ 'containerimage.digest': z.string().regex(digestPattern) });

export interface ImageQuestion {
  /** `--image`: a digest, or `deployed`. */
  told?: string | undefined;
  /** Folder of the build. */
  dir: string;
  /** Digest of the image that the last deployment left, if any. */
  deployed: string | undefined;
}

/** @throws CommandError for an `--image` that names none */
export async function chooseImage({ told, dir, deployed }: ImageQuestion): Promise<ServerImage> {
  if (told === 'deployed') {
    if (deployed === undefined) throw new CommandError(EXIT.usage, '--image deployed: nothing is deployed yet');
    return { kind: 'deployed', digest: deployed };
  }
  if (told !== undefined) {
    if (!digestPattern.test(told))
      throw new CommandError(EXIT.usage, `--image ${told}: a digest is needed, sha256: and 64 hexadecimal digits`);
    return { kind: 'told', digest: told };
  }
  const pushed = await findPushed(dir);
  if (pushed !== undefined) return { kind: 'pushed', digest: pushed };
  return deployed === undefined ? { kind: 'none', digest: standIn } : { kind: 'deployed', digest: deployed };
}

async function findPushed(dir: string): Promise<string | undefined> {
  const file = join(dir, imageMetadataName);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return metadata.parse(JSON.parse(text))['containerimage.digest'];
  } catch {
    throw new CommandError(EXIT.usage, `${file} names no containerimage.digest: was the image pushed?`);
  }
}
