/**
 * The lines of many histories in order of time, one at a time: each file is read as fast as its lines are wanted. At the same instant a call is
 * asked before another is answered, so that what only seems to come first never counts as sure.
 */
import { type HistoryLine, parseLine } from '@reelyard/ledger/history';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { CommandError, EXIT } from '../exit-code.ts';

export interface PlacedLine {
  line: HistoryLine;
  /** `<file>:<line>`. */
  place: string;
}

interface Head extends PlacedLine {
  rest: AsyncIterator<PlacedLine>;
}

/** @throws CommandError for a line that is none; a torn last line is passed over, as its process was killed while it wrote. */
export async function* mergeHistories(files: readonly string[]): AsyncGenerator<PlacedLine> {
  const heads: Head[] = [];
  for (const file of files) await advance(heads, readHistory(file)[Symbol.asyncIterator]());
  for (;;) {
    const head = heads.shift();
    if (!head) return;
    yield head;
    await advance(heads, head.rest);
  }
}

async function advance(heads: Head[], rest: AsyncIterator<PlacedLine>): Promise<void> {
  const next = await rest.next();
  if (next.done) return;
  const head: Head = { ...next.value, rest };
  const at = heads.findIndex((other) => isBefore(head.line, other.line));
  if (at < 0) heads.push(head);
  else heads.splice(at, 0, head);
}

function isBefore(one: HistoryLine, other: HistoryLine): boolean {
  return one.at < other.at || (one.at === other.at && one.phase === 'invoke' && other.phase !== 'invoke');
}

async function* readHistory(file: string): AsyncGenerator<PlacedLine> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  let torn: string | undefined;
  let at = 0;
  for await (const text of lines) {
    at += 1;
    if (torn !== undefined) throw new CommandError(EXIT.usage, torn);
    if (text === '') continue;
    const line = parseLine(text);
    if (typeof line === 'string') torn = `${file}:${at}: ${line}`;
    else yield { line, place: `${file}:${at}` };
  }
}
