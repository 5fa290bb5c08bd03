/** The scripted engine under a license, put where new machines fetch their engine: so every agent takes, renews and returns seats. */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { type Farm } from '@reelyard/cli';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function licenseEngine({ clients, names }: Farm, seats: number): Promise<void> {
  const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name: names.engineParameter }));
  const engine = JSON.parse(Parameter?.Value ?? '') as { name: string; version: string; key: string };
  const Bucket = names.engineBucket;
  const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key: engine.key }));
  const bytes = repack((await Body?.transformToByteArray()) ?? new Uint8Array(), seats);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = `engines/${engine.name}/${engine.version}-${sha256}.tar.gz`;
  await clients.s3.send(new PutObjectCommand({ Bucket, Key: key, Body: bytes }));
  const Value = JSON.stringify({ ...engine, key, sha256 });
  await clients.ssm.send(
    new PutParameterCommand({ Name: names.engineParameter, Type: 'String', Value, Overwrite: true }),
  );
}

function repack(tarball: Uint8Array, seats: number): Buffer {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-licensed-'));
  try {
    const [from, to, inside] = [join(dir, 'from.tar.gz'), join(dir, 'to.tar.gz'), join(dir, 'engine')];
    writeFileSync(from, tarball);
    execFileSync('mkdir', [inside]);
    execFileSync('tar', ['-xzf', from, '-C', inside]);
    const manifest = join(inside, 'engine.json');
    const before = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
    writeFileSync(manifest, JSON.stringify({ ...before, license: { seats } }));
    execFileSync('tar', ['-czf', to, '-C', inside, '.']);
    return readFileSync(to);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
