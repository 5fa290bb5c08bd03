/** A name server on the loopback that answers as a test tells it: the first question one way, the next another. RFC 1035, A and AAAA only. */
import { type Socket, createSocket } from 'node:dgram';
import { once } from 'node:events';

/** @param nth 0 for the first question for this name and type */
export type Zone = (name: string, type: 'A' | 'AAAA', nth: number) => readonly string[] | 'silence';

export interface DnsServer {
  /** As `Resolver.setServers` takes it. */
  readonly address: string;
  /** Names that were asked for, once per question. */
  readonly asked: readonly string[];
  close(): void;
}

export async function startDnsServer(zone: Zone): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  const counts = new Map<string, number>();
  socket.on('message', (query, from) => {
    const question = readQuestion(query);
    const id = `${question.name} ${question.type}`;
    const nth = counts.get(id) ?? 0;
    counts.set(id, nth + 1);
    asked.push(question.name);
    if (question.type === undefined) return reply(socket, query, question.end, [], from);
    const answers = zone(question.name, question.type, nth);
    if (answers !== 'silence') reply(socket, query, question.end, answers, from);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, asked, close: () => void socket.close() };
}

interface Question {
  name: string;
  type: 'A' | 'AAAA' | undefined;
  /** Offset behind the question. */
  end: number;
}

function readQuestion(query: Buffer): Question {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1);
  return {
    name: labels.join('.').toLowerCase(),
    type: type === 1 ? 'A' : type === 28 ? 'AAAA' : undefined,
    end: at + 5,
  };
}

function reply(
  socket: Socket,
  query: Buffer,
  end: number,
  answers: readonly string[],
  from: { address: string; port: number },
): void {
  const head = Buffer.from(query.subarray(0, end));
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(answers.length, 6);
  head.writeUInt32BE(0, 8);
  socket.send(Buffer.concat([head, ...answers.map(recordOf)]), from.port, from.address);
}

/** A compressed name, class IN, a time to live of 0: whoever asks again is answered anew. */
function recordOf(address: string): Buffer {
  const data = address.includes(':') ? bytesOf6(address) : Buffer.from(address.split('.').map(Number));
  const head = Buffer.from([0xc0, 0x0c, 0, data.length === 16 ? 28 : 1, 0, 1, 0, 0, 0, 0, 0, data.length]);
  return Buffer.concat([head, data]);
}

function bytesOf6(address: string): Buffer {
  const [left = '', right = ''] = address.split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [first, last] = [groups(left), groups(right)];
  const all = [...first, ...new Array<number>(8 - first.length - last.length).fill(0), ...last];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 255]));
}
