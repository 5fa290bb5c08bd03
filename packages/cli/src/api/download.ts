/** An artifact → a file, written beside and renamed, checked against its digest. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandError, EXIT } from '../exit-code.ts';

export async function download(artifact: { url: string; sha256: string }, file: string): Promise<void> {
  const response = await fetch(artifact.url);
  if (!response.ok || !response.body)
    throw new CommandError(EXIT.refused, `the result could not be fetched: ${response.status}`);
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.part`;
  const hash = createHash('sha256');
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(Readable.fromWeb(response.body), tap, createWriteStream(part));
  const digest = hash.digest('hex');
  if (digest !== artifact.sha256) {
    await rm(part, { force: true });
    throw new CommandError(
      EXIT.failed,
      `${file}: got bytes with digest ${digest}, the farm promised ${artifact.sha256}`,
    );
  }
  await rename(part, file);
}
