/** What an agent does beyond the ledger, in its history: files that it published, and the processes of engines. */
import { type Recorder } from '@reelyard/ledger';
import { basename } from 'node:path';
import { type EngineRunner, type Storage } from '../ports.ts';

export function recordStorage(storage: Storage, history: Recorder | undefined): Storage {
  if (!history) return storage;
  return {
    publish: (file, to, signal) =>
      history.around(
        'publish',
        { key: to.key },
        () => storage.publish(file, to, signal),
        ({ sha256, bytes }) => ({ phase: 'ok', facts: { key: to.key, sha256, bytes } }),
      ),
    fetch: (key, toFile, signal) => storage.fetch(key, toFile, signal),
    userId: () => storage.userId(),
  };
}

export function recordRunner(runner: EngineRunner, history: Recorder | undefined): EngineRunner {
  if (!history) return runner;
  return {
    start: (run) => {
      const running = runner.start(run);
      const { pid } = running;
      const attempt = basename(run.scratch);
      history.note('engine.start', { pid, attempt });
      void running.ended.then(({ code, signal }) => history.note('engine.end', { pid, attempt, code, signal }));
      return running;
    },
  };
}
