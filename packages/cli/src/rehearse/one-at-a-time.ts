/**
 * A door to an emulator that is not safe under two writers: requests pass one at a time. moto keeps its tables in plain dictionaries and checks and
 * writes a transaction in several steps, so two at once lose a write, which no real DynamoDB does.
 */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface Door {
  endpoint: string;
  close(): Promise<void>;
}

export async function openDoor(target: string): Promise<Door> {
  let last: Promise<void> = Promise.resolve();
  const server = createServer({ keepAliveTimeout: 120_000 }, (incoming, outgoing) => {
    void readAll(incoming).then(
      (body) => (last = last.then(() => pass(target, incoming, body, outgoing))),
      () => outgoing.destroy(),
    );
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => close(server) };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Never rejects: a broken answer is a broken connection for the caller, and the next one's turn. */
function pass(target: string, incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const broken = (): void => {
      outgoing.destroy();
      resolve();
    };
    const { method, headers } = incoming;
    const onward = request(new URL(incoming.url ?? '/', target), { method, headers }, (answer) => {
      readAll(answer).then((reply) => {
        outgoing.writeHead(answer.statusCode ?? 502, withLength(answer.headers, reply.length)).end(reply);
        resolve();
      }, broken);
    });
    onward.once('error', broken);
    onward.end(body);
  });
}

const ofTheConnection = new Set(['connection', 'transfer-encoding', 'keep-alive']);

function withLength(headers: IncomingMessage['headers'], length: number): IncomingMessage['headers'] {
  const kept = Object.entries(headers).filter(([name]) => !ofTheConnection.has(name));
  return { ...Object.fromEntries(kept), 'content-length': String(length) };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
