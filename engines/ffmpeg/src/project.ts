/**
 * Reads a project of this engine and turns it into an ffmpeg command line whose every file is one that the agent staged or the one
 * output. Pure; whatever is not plainly harmless is refused with its pointer.
 */
import { join } from 'node:path';
import { mediaOnly } from '../../src/probe-media.ts';
import { filters, findOptionKind, formats } from './options.ts';

export interface Project {
  readonly argv: readonly string[];
  /** Names used after `-i` → address of the media. */
  readonly assets: Readonly<Record<string, string>>;
  readonly output: string;
  /** Total frames, for progress in percent. */
  readonly frames: number;
}

export interface ProjectProblem {
  readonly pointer: string;
  readonly detail: string;
}

const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const word = /^[A-Za-z0-9+\-_.,:=?*%[\]()/ ]{1,256}$/;

/** True when every filter of a graph is an allowed one. Escapes are refused: they are where two parsers begin to disagree. */
export function isSafeGraph(graph: string): boolean {
  if (graph.length > 8_192 || graph.includes('\\')) return false;
  const bare = graph.replaceAll(/'[^']*'/g, '');
  if (bare.includes("'")) return false;
  const names = bare.replaceAll(/\[[^\]]*\]/g, '').split(/[,;]/);
  return names.every((part) => filters.has((/^\s*([a-z0-9]+)\s*(?:=|$)/.exec(part)?.[1] ?? '').trim()));
}

/** A value that names no file, protocol or parent folder. */
function isSafeWord(option: string, value: string): boolean {
  if (option === '-f') return formats.has(value);
  return word.test(value) && !value.startsWith('/') && !value.includes('..') && !value.includes('//');
}

export interface Command {
  readonly argv: readonly string[];
  readonly problems: readonly ProjectProblem[];
}

interface Reading {
  readonly project: Project;
  readonly assets: Readonly<Record<string, string>>;
  readonly argv: string[];
  readonly problems: ProjectProblem[];
}

function readInput(reading: Reading, value: string, at: string): void {
  const { argv, project, assets, problems } = reading;
  if (argv.at(-1) === 'lavfi' && argv.at(-2) === '-f') {
    if (!isSafeGraph(value)) problems.push({ pointer: at, detail: 'uses a filter that is not allowed' });
    argv.push('-i', value);
    return;
  }
  const src = Object.hasOwn(project.assets, value) ? project.assets[value] : undefined;
  const path = src !== undefined && Object.hasOwn(assets, src) ? assets[src] : undefined;
  if (path === undefined) problems.push({ pointer: at, detail: `${value} is not a staged input` });
  argv.push(...mediaOnly, '-i', `file:${path ?? ''}`);
}

function readOption(reading: Reading, index: number): number {
  const { project, argv, problems } = reading;
  const option = project.argv[index] ?? '';
  const value = project.argv[index + 1] ?? '';
  const at = (offset: number) => `/project/argv/${index + offset}`;
  const kind = findOptionKind(option);
  if (kind === undefined)
    problems.push({ pointer: at(0), detail: `${option} is not an option that a project may use` });
  if (kind === undefined || kind === 'flag') {
    argv.push(option);
    return index + 1;
  }
  if (kind === 'input') readInput(reading, value, at(1));
  else argv.push(option, value);
  if (kind === 'filter' && !isSafeGraph(value))
    problems.push({ pointer: at(1), detail: 'uses a filter that is not allowed' });
  if (kind === 'word' && !isSafeWord(option, value))
    problems.push({ pointer: at(1), detail: `${value} is not a value that a project may use` });
  return index + 2;
}

/** @param assets `src` → staged path  @param out folder of the output */
export function buildCommand(project: Project, assets: Readonly<Record<string, string>>, out: string): Command {
  const reading: Reading = { project, assets, argv: [], problems: [] };
  const last = project.argv.length - 1;
  if (project.argv[last] !== project.output) {
    reading.problems.push({ pointer: `/project/argv/${Math.max(0, last)}`, detail: 'must be the output' });
  }
  let index = 0;
  while (index < last) index = readOption(reading, index);
  if (index > last && last >= 0)
    reading.problems.push({ pointer: `/project/argv/${last}`, detail: 'is both a value and the output' });
  const argv = ['-y', '-progress', 'pipe:1', ...reading.argv, `file:${join(out, project.output)}`];
  return { argv, problems: reading.problems };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

export function parseProject(input: unknown): Project | readonly ProjectProblem[] {
  if (!isRecord(input)) return [{ pointer: '/project', detail: 'must be an object' }];
  const { argv, assets = {}, output, frames = 0 } = input;
  const problems: ProjectProblem[] = [];
  if (!isStrings(argv) || argv.length === 0 || argv.length > 512) {
    problems.push({ pointer: '/project/argv', detail: 'must be a list of 1 to 512 strings' });
  }
  if (!isRecord(assets) || !isStrings(Object.values(assets))) {
    problems.push({ pointer: '/project/assets', detail: 'must map names to addresses' });
  }
  if (typeof output !== 'string' || !fileName.test(output)) {
    problems.push({ pointer: '/project/output', detail: 'must be a plain file name' });
  }
  if (problems.length > 0) return problems;
  return {
    argv: argv as string[],
    assets: assets as Record<string, string>,
    output: output as string,
    frames: typeof frames === 'number' && frames > 0 ? frames : 0,
  };
}
