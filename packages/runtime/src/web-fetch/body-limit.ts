/** Bounds a body by size and by pace: an origin that trickles must not hold a lease. */
import { Transform, type TransformCallback } from 'node:stream';

export class BodyLimitError extends Error {
  readonly limit: 'bytes' | 'pace';
  constructor(limit: 'bytes' | 'pace', message: string) {
    super(message);
    this.limit = limit;
  }
}

const WINDOW_MS = 10_000;

export class BodyLimit extends Transform {
  bytes = 0;
  #windowBytes = 0;
  readonly #maxBytes: number;
  readonly #timer: NodeJS.Timeout;

  constructor(limits: { maxBytes: number; minBytesPerSecond: number }) {
    super();
    this.#maxBytes = limits.maxBytes;
    this.#timer = setInterval(() => this.#judgePace(limits.minBytesPerSecond), WINDOW_MS);
    this.#timer.unref();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    this.#windowBytes += chunk.length;
    if (this.bytes > this.#maxBytes) done(new BodyLimitError('bytes', `has more than ${this.#maxBytes} bytes`));
    else done(null, chunk);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearInterval(this.#timer);
    done(error);
  }

  #judgePace(minBytesPerSecond: number): void {
    const pace = (this.#windowBytes * 1_000) / WINDOW_MS;
    this.#windowBytes = 0;
    if (pace < minBytesPerSecond)
      this.destroy(new BodyLimitError('pace', `sends only ${Math.round(pace)} bytes a second`));
  }
}
