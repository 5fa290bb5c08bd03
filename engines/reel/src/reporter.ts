/** Lines of the engine protocol on standard output. Progress is told at most every 200 ms, and always when the work is complete. */
import { type EngineFile } from '@reelyard/contracts';

export interface Reporter {
  readonly progress: (frame: number, frames: number) => void;
  readonly result: (files: readonly EngineFile[]) => void;
  readonly error: (code: string, message: string, pointer?: string) => void;
}

const quietMs = 200;

export function aReporter(write: (line: string) => void, now: () => number): Reporter {
  let toldAt = -Infinity;
  const say = (line: object) => write(`${JSON.stringify(line)}\n`);
  return {
    progress(frame, frames) {
      if (frame < frames && now() - toldAt < quietMs) return;
      toldAt = now();
      say({ progress: { frame, frames } });
    },
    result: (files) => say({ result: { files } }),
    error: (code, message, pointer) => say({ error: { code, message, ...(pointer === undefined ? {} : { pointer }) } }),
  };
}
