/** A listener that nobody may ever reach: it stands for what is inside, and counts who comes. */
import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';

export interface Trap {
  readonly port: number;
  readonly visits: () => number;
  close(): void;
}

export async function setTrap(): Promise<Trap> {
  let visits = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    visits += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\ninside');
  });
  // Both families where there are two, so that ::1 leads here as well.
  server.listen({ port: 0, host: '::', ipv6Only: false });
  const up = await Promise.race([once(server, 'listening').then(() => true), once(server, 'error').then(() => false)]);
  if (!up) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  return {
    port: (server.address() as AddressInfo).port,
    visits: () => visits,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
