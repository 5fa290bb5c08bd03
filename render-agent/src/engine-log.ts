/** What an engine prints, kept small: the last lines for a failure, and a bounded number of log records for `reelyard logs`. */
import { type Logger } from '@reelyard/runtime';
import { redact } from './core/redact.ts';

const TAIL_LINES = 20;
const LINE_LENGTH = 500;
const LOGGED_LINES = 200;

export class EngineLog {
  readonly #tail: string[] = [];
  readonly #log: Logger;
  #lines = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  add(line: string): void {
    const text = redact(line.slice(0, LINE_LENGTH));
    this.#tail.push(text);
    if (this.#tail.length > TAIL_LINES) this.#tail.shift();
    this.#lines += 1;
    if (this.#lines <= LOGGED_LINES) this.#log.info('engine.output', { line: text });
    else if (this.#lines === LOGGED_LINES + 1) this.#log.warn('engine.output-muted', { afterLines: LOGGED_LINES });
  }

  get tail(): readonly string[] {
    return this.#tail;
  }
}
