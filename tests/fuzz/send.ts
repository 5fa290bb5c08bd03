/** Sends a planned request as it stands, by Node's own client or byte for byte, and reads what is answered within its patience. */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { type IncomingHttpHeaders } from 'node:http';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export type Outcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly text: string;
      readonly isCut: boolean;
    }
  /** A long poll goes on for longer than anybody wants to wait. */
  | { readonly kind: 'left' }
  | { readonly kind: 'broken'; readonly because: string };

export interface Sender {
  send(what: Sent): Promise<Outcome>;
  /** Bytes to the socket; the head of the reply, or nothing when the server hangs up. */
  sendRaw(bytes: string): Promise<Outcome>;
  close(): void;
}

/** A stream has said enough after this. */
const streamMs = 300;
const longPollMs = 1_200;
const answerMs = 30_000;
const rawMs = 1_000;

export function createSender(origin: string): Sender {
  const { hostname, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const send = ({ method, path, headers, body }: Sent): Promise<Outcome> =>
    new Promise((resolve) => {
      const length = body === undefined ? {} : { 'content-length': String(body.length) };
      const sent = request({ hostname, port, agent, method, path, headers: { ...length, ...headers } });
      const isPoll = /[?&]wait=/.test(path);
      const patience = setTimeout(
        () => {
          resolve(isPoll ? { kind: 'left' } : { kind: 'broken', because: `no answer in ${answerMs} ms` });
          sent.destroy();
        },
        isPoll ? longPollMs : answerMs,
      );
      const done = (outcome: Outcome): void => {
        clearTimeout(patience);
        resolve(outcome);
      };
      sent.once('error', (error) => done({ kind: 'broken', because: String(error) }));
      sent.once('response', (reply) => {
        const chunks: Buffer[] = [];
        const end = (isCut: boolean): void =>
          done({
            kind: 'answered',
            status: reply.statusCode ?? 0,
            headers: reply.headers,
            text: Buffer.concat(chunks).toString(),
            isCut,
          });
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.once('end', () => end(false));
        reply.once('error', (error) => done({ kind: 'broken', because: String(error) }));
        if (!String(reply.headers['content-type']).startsWith('text/event-stream')) return;
        setTimeout(() => {
          end(true);
          sent.destroy();
        }, streamMs);
      });
      sent.end(body);
    });
  const sendRaw = (bytes: string): Promise<Outcome> =>
    new Promise((resolve) => {
      const socket = connect(Number(port), hostname);
      let text = '';
      const done = (): void => {
        clearTimeout(patience);
        resolve(readRaw(text));
        socket.destroy();
      };
      const patience = setTimeout(done, rawMs);
      socket.on('data', (chunk) => (text += chunk.toString('latin1')));
      socket.once('error', done);
      socket.once('close', done);
      socket.once('connect', () => socket.write(Buffer.from(bytes, 'latin1')));
    });
  return { send, sendRaw, close: () => agent.destroy() };
}

function readRaw(text: string): Outcome {
  if (text === '') return { kind: 'left' };
  const at = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, at).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(':')[0]?.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { kind: 'answered', status, headers, text: text.slice(at + 4), isCut: false };
}
