/** The HTTP server under the app: bounds against slow clients, and an end that leaves no request half answered. */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { type AddressInfo, type Socket } from 'node:net';
import { type Express } from 'express';
import { boundRequests } from './http/bound-request.ts';
import { refuseBytes } from './http/refuse-bytes.ts';

export interface HttpServer {
  readonly port: number;
  /** Takes no new connection, finishes the requests under way, closes every connection that has none. */
  close(): Promise<void>;
}

/** Longer than the 60 s of the load balancer, so that the balancer and not the server closes first. */
const keepAliveMs = 65_000;
/** Headers within 15 s and the whole request within 30 s: a slow client does not hold a socket for ever. */
const headersMs = 15_000;
const requestMs = 30_000;
/** A batch comes as fast as its rows are worked off; what falls silent within it is ended by its reader. */
const batchMs = 3_600_000;
/** How often the two are looked after: Node does it each 30 s, and a client would have three times as long. */
const checkMs = 2_000;
/** For the rest of a head that had begun to come when the server ended: Node looks after no times any more by then. */
const lastHeadMs = 1_000;

export async function listen(app: Express, host: string, port: number): Promise<HttpServer> {
  const server = createServer(
    {
      keepAliveTimeout: keepAliveMs,
      headersTimeout: headersMs,
      requestTimeout: batchMs,
      connectionsCheckingInterval: checkMs,
      // Whom the request names as host does not matter to us, and Node's own refusal has no words.
      requireHostHeader: false,
    },
    app,
  );
  server.on('request', boundRequests(requestMs));
  server.on('clientError', refuseBytes);
  // An `Expect` that nobody knows is no reason to refuse.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  const requests = new Set<IncomingMessage>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    requests.add(request);
    response.once('close', () => {
      if (request.complete || request.destroyed) requests.delete(request);
      else request.once('close', () => requests.delete(request));
      // Its head may have promised to keep the connection, for longer than anybody waits for the end of a server.
      if (!server.listening) server.closeIdleConnections();
    });
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { port: portOf(server), close: () => closeServer(server, sockets, requests) };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** To Node a connection that has not said anything yet, or not a whole head, is no idle one: it would hold the end up for as long as it likes. */
function closeServer(
  server: Server,
  sockets: ReadonlySet<Socket>,
  requests: ReadonlySet<IncomingMessage>,
): Promise<void> {
  const cut = (): void => {
    const busy = new Set([...requests].map(({ socket }) => socket));
    for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
  };
  return new Promise((resolve) => {
    const patience = setTimeout(cut, lastHeadMs);
    server.close(() => {
      clearTimeout(patience);
      resolve();
    });
    server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  });
}
