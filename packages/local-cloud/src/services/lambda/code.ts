/** A function's zip, unpacked into a folder named by its digest. Names that leave the folder are refused. */
import { unzipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { AwsError } from '../../service.ts';

export interface UnpackedCode {
  codeDir: string;
  codeSha256: string;
  codeBytes: number;
}

export function unpackCode(dataDir: string, name: string, zip: Buffer): UnpackedCode {
  const digest = createHash('sha256').update(zip).digest();
  const codeDir = join('functions', name, digest.toString('hex'));
  for (const [path, bytes] of Object.entries(readZip(zip))) {
    if (path.endsWith('/')) continue;
    const inside = normalize(path);
    if (inside.startsWith('..') || inside.startsWith(sep))
      throw new AwsError('InvalidParameterValueException', `Could not unzip uploaded file: ${path} leaves the folder`);
    const file = join(dataDir, codeDir, inside);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  return { codeDir, codeSha256: digest.toString('base64'), codeBytes: zip.length };
}

function readZip(zip: Buffer): Record<string, Uint8Array> {
  try {
    return unzipSync(zip);
  } catch (error) {
    throw new AwsError('InvalidParameterValueException', `Could not unzip uploaded file: ${String(error)}`);
  }
}
