/**
 * The ffmpeg engine: one validated ffmpeg command line over staged files. Exit codes: 0 done, 10 retry, 20 permanent.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findFfmpeg } from '../../src/find-ffmpeg.ts';
import { type Project, buildCommand, parseProject } from './project.ts';

const exits = { done: 0, retry: 10, permanent: 20 } as const;

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

function leave(code: number, problem: { code: string; message: string; pointer?: string }): never {
  say({ error: problem });
  process.exit(code);
}

/** ffmpeg says that the input, not the machine, is at fault. */
const isInputsFault = (log: string) =>
  /Invalid data found|Unrecognized option|No such filter|Unknown encoder|matches no streams|Invalid argument|not in whitelist/i.test(
    log,
  );

function run(ffmpeg: string, argv: readonly string[], project: Project, scratch: string): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(ffmpeg, ['-hide_banner', '-nostdin', ...argv], {
      cwd: scratch,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-8_192)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const frame = [...text.matchAll(/^frame=\s*(\d+)/gm)].at(-1)?.[1];
      if (frame !== undefined) say({ progress: { frame: Number(frame), frames: project.frames } });
    });
    child.once('error', (error) => leave(exits.retry, { code: 'ffmpeg_not_started', message: error.message }));
    child.once('close', (code) => {
      if (code === 0) return resolve();
      const message = log.trim().split('\n').slice(-4).join(' | ');
      leave(code !== null && isInputsFault(log) ? exits.permanent : exits.retry, { code: 'ffmpeg_failed', message });
    });
  });
}

async function main(): Promise<void> {
  const ffmpeg = findFfmpeg(process.env) ?? leave(exits.retry, { code: 'ffmpeg_missing', message: 'found no ffmpeg' });
  const { values } = parseArgs({
    options: {
      job: { type: 'string' },
      out: { type: 'string' },
      scratch: { type: 'string' },
      health: { type: 'boolean' },
    },
  });
  if (values.health) return;
  const { job = '', scratch = '.' } = values;
  const out = resolve(values.out ?? '.');
  const { project: input, assets = {} } = JSON.parse(readFileSync(job, 'utf8')) as {
    project?: unknown;
    assets?: Record<string, string>;
  };
  const project = parseProject(input);
  if (!('argv' in project)) return refuse(project);
  const command = buildCommand(project, assets, out);
  if (command.problems.length > 0) return refuse(command.problems);
  await run(ffmpeg, command.argv, project, scratch);
  const path = join(out, project.output);
  if (!existsSync(path) || statSync(path).size === 0) {
    leave(exits.permanent, { code: 'no_output', message: `${project.output} was not written` });
  }
  say({ result: { files: [{ name: project.output, kind: 'file' }] } });
}

function refuse(problems: readonly { pointer: string; detail: string }[]): never {
  const [first] = problems;
  leave(exits.permanent, {
    code: 'project_refused',
    message: problems.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; '),
    pointer: first?.pointer ?? '/project',
  });
}

await main();
