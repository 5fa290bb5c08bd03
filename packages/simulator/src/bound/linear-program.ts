/** A linear program as it grows: columns with cost and bounds, rows of few entries. Minimized. Invariant: a row never names a column twice. */
import highsModule, { type Highs, type Model, type ModelData } from 'highs';

export type Entry = readonly [column: number, value: number];

export class LinearProgram {
  readonly #cost: number[] = [];
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];
  readonly #starts: number[] = [0];
  readonly #indices: number[] = [];
  readonly #values: number[] = [];

  get columns(): number {
    return this.#cost.length;
  }

  get rows(): number {
    return this.#rowLower.length;
  }

  /** @returns its index */
  addColumn(cost: number, lower = 0, upper = Infinity): number {
    this.#cost.push(cost);
    this.#lower.push(lower);
    this.#upper.push(upper);
    return this.#cost.length - 1;
  }

  addRow(lower: number, upper: number, entries: readonly Entry[]): void {
    this.#rowLower.push(lower);
    this.#rowUpper.push(upper);
    for (const [column, value] of entries) {
      this.#indices.push(column);
      this.#values.push(value);
    }
    this.#starts.push(this.#indices.length);
  }

  toModel(): ModelData {
    return {
      numCols: this.columns,
      numRows: this.rows,
      colCost: this.#cost,
      colLower: this.#lower,
      colUpper: this.#upper,
      rowLower: this.#rowLower,
      rowUpper: this.#rowUpper,
      matrix: {
        format: 'csr',
        numRows: this.rows,
        numCols: this.columns,
        starts: this.#starts,
        indices: this.#indices,
        values: this.#values,
      },
    };
  }
}

export interface Solution {
  objective: number;
  /** By column. */
  values: Float64Array;
}

/** The package declares its CommonJS build; Node imports the other, whose default export is the loader itself. */
const loadHighs = highsModule as unknown as typeof highsModule.default;

let loading: Promise<Highs> | undefined;

/** HiGHS in WebAssembly, loaded once a process. */
export function loadSolver(): Promise<Highs> {
  loading ??= loadHighs();
  return loading;
}

/** Rows that a solution breaks; none ends the search. They are kept. */
export type FindBroken = (solution: Solution) => Row[];

export interface Row {
  lower: number;
  upper: number;
  entries: readonly Entry[];
}

/**
 * The optimum; with `findBroken`, rows are added and it is solved again from where it stood, at most `rounds` times.
 * @throws when HiGHS does not find an optimum, with its status
 */
export function solve(highs: Highs, program: LinearProgram, findBroken?: FindBroken, rounds = 0): Solution {
  return highs.withModel(program.toModel(), (model) => {
    model.options.set({ output_flag: false });
    let solution = runOnce(highs, model);
    for (let round = 0; findBroken && round < rounds; round += 1) {
      const broken = findBroken(solution);
      if (broken.length === 0) break;
      for (const { lower, upper, entries } of broken) {
        const indices = entries.map(([column]) => column);
        model.addRow(lower, upper, { indices, values: entries.map(([, value]) => value) });
      }
      solution = runOnce(highs, model);
    }
    return solution;
  });
}

function runOnce(highs: Highs, model: Model): Solution {
  model.run();
  const status = model.getModelStatus();
  if (status !== highs.constants.modelStatus.optimal) throw new Error(`the linear program ended with status ${status}`);
  return { objective: model.getObjectiveValue(), values: model.getSolution().colValue };
}
