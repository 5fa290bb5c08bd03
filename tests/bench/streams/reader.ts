/** One open stream as cheap as a client can be: hears when an event came, and keeps nothing. */
import { type ClientRequest, request } from 'node:http';

export interface HeardEvent {
  readonly type: string;
  /** Epoch milliseconds: before its commit began. */
  readonly at: number;
  readonly heardAt: number;
}

export interface StreamReader {
  /** The first bytes are here. */
  readonly opened: Promise<void>;
  /** The server ended it, or the connection broke. */
  readonly ended: Promise<void>;
  close(): void;
}

const eventPattern = /event: (job\.\w+)\ndata: .*?"at":"([^"]+)"/g;

export function openReader(url: string, key: string, hear: (event: HeardEvent) => void): StreamReader {
  let opened: () => void;
  let refused: (error: Error) => void;
  let ended: () => void;
  const whenOpened = new Promise<void>((resolve, reject) => ([opened, refused] = [resolve, reject]));
  const whenEnded = new Promise<void>((resolve) => (ended = resolve));
  const headers = { accept: 'text/event-stream', authorization: `Bearer ${key}` };
  const sent: ClientRequest = request(url, { agent: false, headers }, (response) => {
    if (response.statusCode !== 200) refused(new Error(`a stream was answered with ${response.statusCode}`));
    let rest = '';
    response.on('data', (chunk: Buffer) => {
      opened();
      const text = rest + chunk.toString();
      const whole = text.lastIndexOf('\n\n') + 2;
      rest = text.slice(whole < 2 ? 0 : whole);
      const heardAt = Date.now();
      for (const [, type = '', at = ''] of text.slice(0, whole).matchAll(eventPattern))
        hear({ type, at: Date.parse(at), heardAt });
    });
    response.once('close', () => ended());
  });
  sent.once('error', (error) => {
    refused(error);
    ended();
  });
  sent.end();
  return { opened: whenOpened, ended: whenEnded, close: () => sent.destroy() };
}
