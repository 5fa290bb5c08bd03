/** The history of one process as a file. Each line is one write to the file before the call goes on, so that SIGKILL loses none. */
import { mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createRecorder, type Recorder } from './recorder.ts';

/** @param folder made where it is missing; the file in it is named after the process. */
export function openHistory(folder: string, process: string): Recorder {
  mkdirSync(folder, { recursive: true });
  const file = openSync(join(folder, `${process}.jsonl`), 'a');
  return createRecorder(process, (line) => void writeSync(file, `${JSON.stringify(line)}\n`));
}

/** What wires services: undefined while recording is off, which costs one comparison at the start and nothing later. */
export function findHistory(folder: string | undefined, service: string): Recorder | undefined {
  if (folder === undefined) return undefined;
  return openHistory(folder, `${service}-${process.pid}-${Date.now().toString(36)}`);
}
