/**
 * Rows that were checked and wait to be submitted, in objects of the artifact bucket: all-or-nothing knows only at the end of the body whether it submits any.
 * A part is written whole; holds one part in memory.
 */
import { type Batch } from '@reelyard/contracts';
import { type Storage } from '../ports.ts';
import { type RowReading } from './row-reading.ts';

type SpoolStorage = Pick<Storage, 'put' | 'get' | 'remove'>;

export interface Spool {
  /** Waits while a part is on its way. */
  add(row: RowReading): Promise<void>;
  /** Writes what is left. Answers how many parts there are. */
  close(): Promise<number>;
}

const partBytes = 1_048_576;
/** What a server that takes the work over does twice at most. */
const partRows = 200;

const keyOf = ({ tenant, id }: Pick<Batch, 'tenant' | 'id'>, part: number): string =>
  `batches/${tenant}/${id}/${String(part).padStart(5, '0')}.ndjson`;

export function createSpool(batch: Pick<Batch, 'tenant' | 'id'>, storage: SpoolStorage): Spool {
  let lines: string[] = [];
  let size = 0;
  let parts = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = (): Promise<void> => {
    const body = Buffer.from(lines.join(''));
    const key = keyOf(batch, parts);
    parts += 1;
    lines = [];
    size = 0;
    return (writing = writing.then(() => storage.put(key, body)));
  };
  return {
    add: async (row) => {
      const line = `${JSON.stringify(row)}\n`;
      lines.push(line);
      size += line.length;
      await (size >= partBytes || lines.length >= partRows ? flush() : writing);
    },
    close: async () => {
      await (lines.length > 0 ? flush() : writing);
      return parts;
    },
  };
}

export async function readPart(
  batch: Pick<Batch, 'tenant' | 'id'>,
  part: number,
  storage: SpoolStorage,
): Promise<RowReading[]> {
  const text = (await storage.get(keyOf(batch, part))).toString();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RowReading);
}

/** What is left by a server that died in between expires with the bucket's objects. */
export async function removeSpool(
  batch: Pick<Batch, 'tenant' | 'id'>,
  parts: number,
  storage: SpoolStorage,
): Promise<void> {
  for (let part = 0; part < parts; part += 1) await storage.remove(keyOf(batch, part));
}
