/** The port that a folder's state was last served on, so that URLs handed out before a restart stay valid. */
import { readFileSync, writeFileSync } from 'node:fs';

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
