/** The port that a folder's state was last served on, so that URLs handed out before a restart stay valid. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

export function rememberedPort(file: string): number {
  try {
    const { port } = JSON.parse(readFileSync(file, 'utf8')) as { port?: unknown };
    return typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65536 ? port : 0;
  } catch {
    return 0;
  }
}

export function rememberPort(file: string, port: number): void {
  writeFileSync(file, `${JSON.stringify({ port })}\n`);
}

/** @returns `port` when this machine would let us listen on it now, else 0 (any). */
export function freePort(port: number): Promise<number> {
  if (port === 0) return Promise.resolve(0);
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}
