/** Relative files that a composition names → uploaded assets, replaced by their `asset://` address. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { CommandError, EXIT } from '../exit-code.ts';
import { type FarmClient } from './client.ts';

const contentTypes: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.mp4': 'video/mp4',
  '.mov': 'video/quicktime',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

const hasScheme = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Uploads each distinct file once. Works on the document as written, before any schema: every `src` that has no scheme is
 * a file beside it. Throws CommandError that names pointer and path of a missing file.
 */
export async function uploadAssets(client: FarmClient, document: unknown, baseDir: string): Promise<unknown> {
  const uris = new Map<string, string>();
  for (const { src, pointer } of findLocalSources(document)) {
    if (uris.has(src)) continue;
    const file = resolve(baseDir, src);
    if (!existsSync(file))
      throw new CommandError(EXIT.usage, `${pointer}: there is no file ${src} beside the composition`);
    uris.set(src, await upload(client, file));
  }
  return replaceSources(document, uris);
}

interface LocalSource {
  pointer: string;
  src: string;
}

export function findLocalSources(value: unknown, pointer = ''): LocalSource[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => {
    const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (key === 'src' && typeof child === 'string') return isLocal(child) ? [{ pointer: at, src: child }] : [];
    return findLocalSources(child, at);
  });
}

function isLocal(src: string): boolean {
  return !hasScheme.test(src) && !src.startsWith('{{');
}

function replaceSources(value: unknown, uris: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((child) => replaceSources(child, uris));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, child]: [string, unknown]) => [
    key,
    key === 'src' && typeof child === 'string' ? (uris.get(child) ?? child) : replaceSources(child, uris),
  ]);
  return Object.fromEntries(entries) as unknown;
}

async function upload(client: FarmClient, file: string): Promise<string> {
  const contentType = contentTypes[extname(file).toLowerCase()] ?? 'application/octet-stream';
  const body = await readFile(file);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const ticket = await client.createAsset({ name: basename(file), contentType, bytes: body.length, sha256 });
  const response = await fetch(ticket.uploadUrl, { method: ticket.method, headers: ticket.headers, body });
  if (!response.ok)
    throw new CommandError(
      EXIT.refused,
      `upload of ${file} was refused with ${response.status}: ${await response.text()}`,
    );
  return ticket.uri;
}
