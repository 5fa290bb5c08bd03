/**
 * Listening on a port of 127.0.0.1 that others go on asking while nobody listens there, until the next life of the server: agents keep the
 * address of their cloud and of their metadata service. Such a port is none of those that the system hands out of its own accord (32768 and up
 * on Linux, 49152 on macOS), or whoever starts in between has it.
 */
import { randomInt } from 'node:crypto';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

const [LOWEST, BEYOND] = [20_000, 32_768];
/** Draws; then any port is better than none. */
const TRIES = 5;

/** @param wished tried first; 0: no wish. @returns the port */
export async function listenForLong(server: Server, wished: number): Promise<number> {
  const drawn = Array.from({ length: TRIES }, () => randomInt(LOWEST, BEYOND));
  // Tried and not asked for first: another process may take it in between.
  for (const port of wished > 0 ? [wished, ...drawn] : drawn)
    if (await listen(server, port).catch(() => false)) return port;
  return listen(server, 0);
}

/** @returns the port; rejects when it is taken */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      server.off('error', failed);
      resolve((server.address() as AddressInfo).port);
    };
    const failed = (error: Error): void => {
      server.off('listening', done);
      reject(error);
    };
    server.once('error', failed);
    server.once('listening', done);
    server.listen(port, '127.0.0.1');
  });
}
