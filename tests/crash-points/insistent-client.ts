/** The rest of the API as clients use it: each request is repeated until it is answered; signed URLs are used by processes of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type CrashFarm } from './crash-farm.ts';

const AGAIN_MS = 200;
const TRIES = 300;

/** @throws Error after a minute without an answer below 500 */
export async function ask(
  { farm }: CrashFarm,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  let last = '';
  for (let tried = 0; tried < TRIES; tried += 1) {
    try {
      const response = await fetch(new URL(path, farm.url), {
        method,
        headers: { authorization: `Bearer ${farm.key}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(20_000),
      });
      last = `${response.status} ${await response.text()}`;
      if (response.status < 300) return JSON.parse(last.slice(4)) as Record<string, unknown>;
      if (response.status < 500 && response.status !== 429) break;
    } catch (error) {
      last = String(error);
    }
    await pause(AGAIN_MS);
  }
  throw new Error(`${method} ${path}: ${last}`);
}

const script = `
const [method, url, headers, bytes] = process.argv.slice(1);
const init = method === 'PUT' ? { method, headers: JSON.parse(headers), body: Buffer.alloc(Number(bytes), 7) } : { method };
const response = await fetch(url, { ...init, signal: AbortSignal.timeout(4000) });
if (!response.ok) process.exit(1);
if (method === 'GET' && (await response.arrayBuffer()).byteLength !== Number(bytes)) process.exit(2);
`;

/** A client with a signed URL; when it dies or fails, another one begins anew. */
export async function useSignedUrl(
  method: 'PUT' | 'GET',
  url: string,
  bytes: number,
  headers: object = {},
): Promise<void> {
  for (let tried = 0; tried < 20; tried += 1) {
    const args = ['--input-type=module', '-e', script, method, url, JSON.stringify(headers), String(bytes)];
    const [code] = (await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit')) as [number | null];
    if (code === 0) return;
    await pause(AGAIN_MS);
  }
  throw new Error(`${method} by a signed URL: 20 tries in vain`);
}
