/**
 * A line to a service that can be cut: `open` passes bytes on; `refused`, nobody listens and what was connected is reset; `silent`, connections
 * stand and nothing is ever answered, as behind a firewall that drops.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export type LineState = 'open' | 'refused' | 'silent';

export class Line {
  readonly #target: URL;
  readonly #server: Server;
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  #state: LineState = 'open';

  private constructor(server: Server, target: URL) {
    this.#server = server;
    this.#target = target;
    this.#port = (server.address() as AddressInfo).port;
  }

  static async open(target: string): Promise<Line> {
    const server = createServer();
    await listen(server, 0);
    const line = new Line(server, new URL(target));
    server.on('connection', (socket) => line.#take(socket));
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async turn(state: LineState): Promise<void> {
    const before = this.#state;
    this.#state = state;
    if (state === 'silent') for (const socket of this.#sockets) socket.unpipe();
    else this.#hangUp();
    if (state === 'refused' && before !== 'refused') await close(this.#server);
    if (state !== 'refused' && before === 'refused') await listen(this.#server, this.#port);
  }

  async close(): Promise<void> {
    this.#hangUp();
    if (this.#state !== 'refused') await close(this.#server);
  }

  #hangUp(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #take(socket: Socket): void {
    this.#keep(socket);
    // What is said is read, and nobody answers.
    if (this.#state === 'silent') return void socket.resume();
    const onward = this.#keep(connect(Number(this.#target.port), this.#target.hostname));
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
    socket.pipe(onward);
    onward.pipe(socket);
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
