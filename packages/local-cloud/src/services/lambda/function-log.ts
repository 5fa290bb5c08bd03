/**
 * What a function prints: to a file that people read, and to its log group `/aws/lambda/NAME`, as AWS does. Lines of one turn go in one call;
 * a line that Logs does not take is in the file still.
 */
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Host } from '../../service.ts';

export class FunctionLog {
  readonly #host: Host;
  readonly #file: WriteStream;
  readonly #place: { logGroupName: string; logStreamName: string };
  #lines: { timestamp: number; message: string }[] = [];
  #sending: Promise<void>;

  constructor(host: Host, functionName: string) {
    this.#host = host;
    const dir = join(host.dataDir, 'function-logs');
    mkdirSync(dir, { recursive: true });
    this.#file = createWriteStream(join(dir, `${functionName}.log`), { flags: 'a' });
    // Neither a full disk nor a folder that is gone takes the cloud down with a log.
    this.#file.on('error', () => undefined);
    const day = new Date(host.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    this.#place = { logGroupName: `/aws/lambda/${functionName}`, logStreamName: `${day}/[$LATEST]${randomUUID()}` };
    this.#sending = this.#create();
  }

  /** Takes every line of the stream until it ends. */
  take(stream: NodeJS.ReadableStream): void {
    createInterface({ input: stream }).on('line', (line) => this.#write(line));
  }

  end(): void {
    this.#file.end();
  }

  #write(line: string): void {
    this.#file.write(`${line}\n`);
    if (this.#lines.length === 0) setImmediate(() => this.#flush());
    this.#lines.push({ timestamp: this.#host.now(), message: line });
  }

  #flush(): void {
    const logEvents = this.#lines.splice(0);
    this.#sending = this.#sending.then(() => this.#send('PutLogEvents', { logEvents }));
  }

  async #create(): Promise<void> {
    await this.#send('CreateLogGroup', {});
    await this.#send('CreateLogStream', {});
  }

  async #send(action: string, more: Record<string, unknown>): Promise<void> {
    await this.#host.call('logs', action, { ...this.#place, ...more }).catch(() => undefined);
  }
}
