/** `reelyard logs JOB`: every log line of a local farm that names the job, of all processes, in order of time. */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CommandError, EXIT } from '../exit-code.ts';
import { farmDir } from '../farm/farm-file.ts';
import { type Output } from '../output.ts';

type LogLine = Record<string, unknown> & { ts?: string; time?: string };

export async function logs(job: string, flags: { dir?: string }, output: Output): Promise<void> {
  const dir = flags.dir ?? farmDir;
  const files = await listLogFiles(dir);
  if (files.length === 0) throw new CommandError(EXIT.unreachable, `there are no logs in ${dir}`);
  const lines = (await Promise.all(files.map((file) => findLines(file, job)))).flat();
  lines.sort((a, b) => timeOf(a).localeCompare(timeOf(b)));
  if (lines.length === 0) throw new CommandError(EXIT.refused, `no log line in ${dir} names ${job}`);
  output.result(lines, lines.map(describe).join('\n'));
}

async function listLogFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.log'))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function findLines(file: string, job: string): Promise<LogLine[]> {
  const found: LogLine[] = [];
  for await (const text of createInterface({ input: createReadStream(file) })) {
    if (!text.startsWith('{') || !text.includes(job)) continue;
    try {
      found.push(JSON.parse(text) as LogLine);
    } catch {
      continue;
    }
  }
  return found;
}

function timeOf(line: LogLine): string {
  return line.time ?? line.ts ?? '';
}

function describe(line: LogLine): string {
  const { time, ts, level, service, event, ...fields } = line;
  const head = `${time ?? ts ?? ''} ${String(level ?? '').padEnd(5)} ${String(service ?? '').padEnd(12)} ${String(event ?? '')}`;
  return `${head} ${JSON.stringify(fields)}`;
}
