/** Runs rounds one after another on one farm; a round that fails is run again cell by cell on a new one, which tells whose fault it was. */
import { checkHistories } from '@reelyard/cli';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CrashFarm, startCrashFarm } from './crash-farm.ts';
import { type Cell } from './fate.ts';
import { seenSites } from './record.ts';
import { runRound, type RoundResult } from './round.ts';
import { nameOf, type Site } from './site.ts';

export interface CellResult extends Cell {
  /** `held` with the number of cells that shared its round; `missed`: its fault never happened. */
  outcome: 'held' | 'missed' | 'broken';
  together: number;
  because?: string;
}

export interface MatrixResult {
  cells: CellResult[];
  /** Every site that was called. */
  seen: Site[];
  /** Of the histories of all farms. */
  violations: string[];
  /** Lines of history that were judged. */
  lines: number;
  rounds: number;
  seconds: number;
}

export interface MatrixOptions {
  say: (text: string) => void;
  /** Epoch milliseconds after which no further round begins. */
  until: number;
  /** After each round: the cells that are decided by now. */
  onCells: (cells: readonly CellResult[]) => void;
}

class Matrix {
  readonly cells: CellResult[] = [];
  readonly seen = new Map<string, Site>();
  readonly violations: string[] = [];
  lines = 0;
  rounds = 0;
  readonly #options: MatrixOptions;
  #farm: CrashFarm | undefined;
  #dir = '';

  constructor(options: MatrixOptions) {
    this.#options = options;
  }

  async run(cells: readonly Cell[]): Promise<RoundResult> {
    if (!this.#farm) {
      this.#dir = mkdtempSync(join(tmpdir(), 'reelyard-crash-'));
      this.#farm = await startCrashFarm(this.#dir);
    }
    this.rounds += 1;
    const result = await runRound(this.#farm, cells);
    this.#options.say(
      `round ${this.rounds}: ${cells[0]?.fate ?? ''}, ${result.hit.length} of ${cells.length} injected, ${result.seconds.toFixed(0)} s ${result.wrong ?? ''}`,
    );
    return result;
  }

  /** Judges what all processes of the farm recorded. */
  async endFarm(): Promise<string[]> {
    const farm = this.#farm;
    if (!farm) return [];
    this.#farm = undefined;
    for (const site of await seenSites(farm).catch(() => [])) this.seen.set(nameOf(site), site);
    await farm.stop();
    const verdict = await checkHistories([farm.histories], { required: [], mayBeUnfinished: false });
    this.lines += verdict.lines;
    const found = verdict.violations.map(({ invariant, because }) => `${invariant}: ${because}`);
    if (process.env['REELYARD_KEEP_FARMS'] === undefined && found.length === 0)
      rmSync(this.#dir, { recursive: true, force: true });
    return found;
  }
}

export async function runMatrix(rounds: readonly (readonly Cell[])[], options: MatrixOptions): Promise<MatrixResult> {
  const startedAt = Date.now();
  const matrix = new Matrix(options);
  const again: Cell[] = [];
  for (const cells of rounds) {
    if (Date.now() > options.until) break;
    const { hit, missed, wrong } = await matrix.run(cells);
    again.push(...missed);
    if (wrong === undefined) matrix.cells.push(...hit.map((cell) => held(cell, cells.length)));
    else {
      matrix.violations.push(...(await matrix.endFarm()));
      again.push(...hit);
    }
    options.onCells(matrix.cells);
  }
  matrix.violations.push(...(await matrix.endFarm()));
  for (const cell of again) {
    await alone(matrix, cell, options);
    options.onCells(matrix.cells);
  }
  matrix.violations.push(...(await matrix.endFarm()));
  const { cells, seen, violations, lines } = matrix;
  const seconds = (Date.now() - startedAt) / 1_000;
  return { cells, seen: [...seen.values()], violations, lines, rounds: matrix.rounds, seconds };
}

const held = (cell: Cell, together: number): CellResult => ({ ...cell, outcome: 'held', together });

/** A cell that shared a bad round, or whose fault another one hid, by itself; what is broken then is its own. */
async function alone(matrix: Matrix, cell: Cell, { until }: MatrixOptions): Promise<void> {
  if (Date.now() > until)
    return void matrix.cells.push({ ...cell, outcome: 'missed', together: 1, because: 'no time was left' });
  const { missed, wrong } = await matrix.run([cell]);
  if (wrong !== undefined) matrix.violations.push(...(await matrix.endFarm()));
  if (missed.length > 0 && wrong === undefined)
    matrix.cells.push({ ...cell, outcome: 'missed', together: 1, because: 'its call was never made' });
  else if (wrong !== undefined) matrix.cells.push({ ...cell, outcome: 'broken', together: 1, because: wrong });
  else matrix.cells.push(held(cell, 1));
}
