/** Sends a file of rows as it is read, and again with the same key when the connection breaks: a row makes one job, however often it comes. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type IncomingMessage, request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, EXIT } from '../exit-code.ts';
import { type BatchView, type FarmAddress, refusal } from './client.ts';

export interface BatchFile {
  readonly file: string;
  readonly type: string;
  /** `/v1/batches?…` */
  readonly path: string;
  readonly key: string;
}

const types: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
  json: 'application/json',
};

/** @throws CommandError when the name says nothing */
export function typeOf(file: string): string {
  const type = types[file.slice(file.lastIndexOf('.') + 1).toLowerCase()];
  if (type) return type;
  throw new CommandError(EXIT.usage, `${file}: a batch is a file .csv, .ndjson, .jsonl or .json`);
}

const tries = 5;

export async function sendBatch(
  address: FarmAddress,
  batch: BatchFile,
  say: (text: string) => void,
): Promise<BatchView> {
  const { size } = await stat(batch.file).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(EXIT.usage, `${batch.file}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`);
  });
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(address, batch, size).catch((error: Error) => error.message);
    if (typeof answer !== 'string') {
      if (answer.status < 300) return JSON.parse(answer.body) as BatchView;
      const refused = refusal(answer.status, answer.body);
      if (attempt >= tries || !isRetryable(answer)) throw refused;
      say(refused.message);
    } else if (attempt >= tries) {
      const again = `send it again with --idempotency-key ${batch.key}`;
      throw new CommandError(EXIT.unreachable, `no farm answers at ${address.url}: ${answer}; ${again}`);
    } else say(`the connection broke: ${answer}`);
    await sleep(1_000 * 2 ** attempt);
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

function isRetryable({ body }: Answer): boolean {
  try {
    return (JSON.parse(body) as { retryable?: boolean }).retryable === true;
  } catch {
    return false;
  }
}

/** Not by fetch: it gives an answer up that takes five minutes. */
async function ask(address: FarmAddress, { file, type, path, key }: BatchFile, size: number): Promise<Answer> {
  const url = new URL(path, address.url);
  const headers = { authorization: `Bearer ${address.key}`, 'content-type': type, 'content-length': size };
  const open = url.protocol === 'https:' ? secure : plain;
  const asked = open(url, { method: 'POST', headers: { ...headers, 'idempotency-key': key } });
  const answered = new Promise<Answer>((resolve, reject) => {
    const take = (response: IncomingMessage): void =>
      void text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    asked.once('response', take).once('error', reject);
  });
  // A refusal may come before the file is sent: then the end of the connection is no news.
  const sent = pipeline(createReadStream(file), asked);
  sent.catch(() => undefined);
  return answered;
}
