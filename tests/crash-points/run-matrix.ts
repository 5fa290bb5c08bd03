/** Runs rounds one after another on one farm; a round that fails is run again cell by cell on a new one, which tells whose fault it was. */
import { checkHistories } from '@reelyard/cli';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CrashFarm, startCrashFarm } from './crash-farm.ts';
import { type Cell, FATES, isDeath } from './fate.ts';
import { seenSites } from './record.ts';
import { audit } from './rest.ts';
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

/** The farm in use, and what came out until now. */
export class Matrix {
  readonly cells: CellResult[] = [];
  readonly seen = new Map<string, Site>();
  readonly violations: string[] = [];
  lines = 0;
  rounds = 0;
  readonly options: MatrixOptions;
  #farm: CrashFarm | undefined;
  #dir = '';

  constructor(options: MatrixOptions) {
    this.options = options;
  }

  async run(cells: readonly Cell[]): Promise<RoundResult> {
    if (!this.#farm) {
      this.#dir = mkdtempSync(join(tmpdir(), 'reelyard-crash-'));
      this.#farm = await startCrashFarm(this.#dir);
    }
    this.rounds += 1;
    const result = await runRound(this.#farm, cells);
    this.options.say(
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
    await audit(farm).catch(() => undefined);
    await farm.stop();
    const verdict = await checkHistories([farm.histories], { required: [], mayBeUnfinished: false });
    this.lines += verdict.lines;
    const found = verdict.violations.map(({ invariant, because }) => `${invariant}: ${because}`);
    if (process.env['REELYARD_KEEP_FARMS'] === undefined && found.length === 0)
      rmSync(this.#dir, { recursive: true, force: true });
    return found;
  }
}

/** Runs in which a call that comes up by chance, or behind another fault, may still come. */
const TURNS = 4;

export async function runMatrix(rounds: readonly (readonly Cell[])[], matrix: Matrix): Promise<MatrixResult> {
  const startedAt = Date.now();
  const suspects: Cell[] = [];
  let turn = rounds;
  for (let n = 0; n < TURNS && turn.length > 0; n += 1) {
    const missed: Cell[] = [];
    for (const cells of turn) missed.push(...(await together(matrix, cells, suspects)));
    turn = byFate(missed, rounds);
  }
  for (const cell of turn.flat()) matrix.cells.push(missedOf(cell, 'its call was never made'));
  for (const cell of suspects) await together(matrix, [cell], []);
  matrix.violations.push(...(await matrix.endFarm()));
  const { cells, seen, violations, lines } = matrix;
  const seconds = (Date.now() - startedAt) / 1_000;
  return { cells, seen: [...seen.values()], violations, lines, rounds: matrix.rounds, seconds };
}

const missedOf = (cell: Cell, because: string): CellResult => ({ ...cell, outcome: 'missed', together: 1, because });

/** What was missed, a round for each fate and as large as the rounds before. */
function byFate(missed: readonly Cell[], rounds: readonly (readonly Cell[])[]): Cell[][] {
  const largest = Math.max(...rounds.map((cells) => cells.length));
  return FATES.flatMap((fate) => {
    const cells = missed.filter((cell) => cell.fate === fate);
    const size = Math.min(largest, isDeath(fate) ? 4 : largest);
    return Array.from({ length: Math.ceil(cells.length / size) }, (_, n) => cells.slice(n * size, (n + 1) * size));
  });
}

/**
 * One round. When it went wrong its farm ends: cells that shared it are suspects, and one that was alone is broken.
 * @returns the cells whose fault did not happen
 */
async function together(matrix: Matrix, cells: readonly Cell[], suspects: Cell[]): Promise<Cell[]> {
  const { until, onCells } = matrix.options;
  if (Date.now() > until) {
    matrix.cells.push(...cells.map((cell) => missedOf(cell, 'no time was left')));
    return [];
  }
  const { hit, missed, wrong } = await matrix.run(cells);
  if (wrong === undefined) matrix.cells.push(...hit.map((cell) => held(cell, cells.length)));
  else {
    matrix.violations.push(...(await matrix.endFarm()));
    if (cells.length > 1) suspects.push(...hit);
    else
      matrix.cells.push(
        ...cells.map((cell): CellResult => ({ ...cell, outcome: 'broken', together: 1, because: wrong })),
      );
  }
  onCells(matrix.cells);
  return missed;
}

const held = (cell: Cell, together: number): CellResult => ({ ...cell, outcome: 'held', together });
