/** Bytes to a server and its bytes back, without an HTTP library in between: none would send what is sent here. */
import { type Socket, connect } from 'node:net';

/** @returns all that the server says until it closes or `withinMs` have passed */
export function sendRaw(url: string, bytes: string | Buffer, withinMs = 10_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = open(url);
    let said = '';
    const end = (): void => {
      socket.destroy();
      resolve(said);
    };
    const timer = setTimeout(end, withinMs);
    socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    socket.on('error', () => undefined).on('close', () => (clearTimeout(timer), end()));
    socket.write(bytes);
  });
}

export function open(url: string): Socket {
  const { hostname, port } = new URL(url);
  return connect({ host: hostname, port: Number(port) });
}

/** Status codes of all answers in it, in order. */
export const statusesOf = (said: string): number[] =>
  [...said.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
