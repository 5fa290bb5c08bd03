/**
 * The linear program of one stretch. Invariant: every run of every policy that meets the start objective of all jobs is a feasible point whose
 * cost here is at most its bill, so the optimum is a lower bound of every bill. By kind of machine (cold, warm) and bin t of length L_t:
 *
 *   n_t  mean machines ready in the bin          cost L_t each
 *   v_t  machines that become ready in the bin   cost B each: a launch is billed for its boot
 *   e_t  machines ready at the end of the bin
 *   x_t  work done by the end of the bin, due_t ≤ x_t ≤ possible_t
 *
 *   n_t ≤ e_{t−1} + v_t          who is ready in a bin was so before, or became so in it
 *   e_t ≤ e_{t−1} + v_t
 *   e_t ≤ n_t + v_t              who was ready before and still is at the end was ready all through the bin
 *   x_t − x_{t−1} ≤ L_t Σ n_t    a machine does at most one second of work a second
 *   Σ n_t ≥ mustRun_t
 *
 * This is min Σ(dt·n + B·u), n_t − n_{t−1} ≤ u_t, with u split where launches really happen: v counts launches, so that whole numbers can be
 * used (launch-cuts.ts). A warm kind has at most as many machines as slots. The billing minimum of 60 s, failed boots, the seconds of a
 * termination and whole numbers of machines are left out; each only adds to a real bill.
 */
import { type Entry, LinearProgram, type Row } from './linear-program.ts';
import { type LaunchCut } from './launch-cuts.ts';
import { type Stretch } from './stretches.ts';

export interface MachineKind {
  bootSeconds: number;
  /** Absent: any number. */
  most?: number;
}

export interface OpenStart {
  /** Machines may be ready at this instant, or on their way, at a cost that came before it. */
  at: number;
}

interface KindColumns {
  ready: number[];
  launched: number[];
  atEnd: number[];
}

export interface CapacityProgramOptions {
  kinds: readonly MachineKind[];
  openStart?: OpenStart;
}

export class CapacityProgram {
  readonly program = new LinearProgram();
  readonly #stretch: Stretch;
  readonly #kinds: KindColumns[];

  constructor(stretch: Stretch, options: CapacityProgramOptions) {
    this.#stretch = stretch;
    this.#kinds = options.kinds.map((kind) => this.#addKind(kind, options.openStart));
    this.#addWork();
  }

  /** A cut says that so many machines are there at once, some time in its bins. */
  rowOf({ from, to, machines }: LaunchCut): Row {
    const entries = this.#kinds.flatMap(({ launched, atEnd }): Entry[] => [
      ...(from > 0 ? [[atEnd[from - 1] ?? 0, 1] as const] : []),
      ...launched.slice(from, to + 1).map((column) => [column, 1] as const),
    ]);
    return { lower: machines, upper: Infinity, entries };
  }

  /** Machines that a solution has had at once in the bins of a cut, at most. */
  countAtOnce(values: Float64Array, { from, to }: LaunchCut): number {
    let count = 0;
    for (const { launched, atEnd } of this.#kinds) {
      if (from > 0) count += values[atEnd[from - 1] ?? 0] ?? 0;
      for (let bin = from; bin <= to; bin += 1) count += values[launched[bin] ?? 0] ?? 0;
    }
    return count;
  }

  countLaunches(values: Float64Array): number {
    return this.#kinds.reduce(
      (sum, { launched }) => sum + launched.reduce((all, column) => all + (values[column] ?? 0), 0),
      0,
    );
  }

  #addKind({ bootSeconds, most = Infinity }: MachineKind, openStart: OpenStart | undefined): KindColumns {
    const columns: KindColumns = { ready: [], launched: [], atEnd: [] };
    for (const { from, to } of this.#stretch) {
      const paidBoot = openStart ? Math.min(bootSeconds, Math.max(0, from - openStart.at)) : bootSeconds;
      columns.ready.push(this.program.addColumn(to - from, 0, most));
      columns.launched.push(this.program.addColumn(paidBoot));
      columns.atEnd.push(this.program.addColumn(0, 0, most));
    }
    this.#addCarry(columns);
    return columns;
  }

  #addCarry({ ready, launched, atEnd }: KindColumns): void {
    for (let bin = 0; bin < this.#stretch.length; bin += 1) {
      const [n, v, e] = [ready[bin] ?? 0, launched[bin] ?? 0, atEnd[bin] ?? 0];
      const before: Entry[] = bin === 0 ? [] : [[atEnd[bin - 1] ?? 0, -1]];
      this.program.addRow(-Infinity, 0, [[n, 1], [v, -1], ...before]);
      this.program.addRow(-Infinity, 0, [[e, 1], [v, -1], ...before]);
      this.program.addRow(-Infinity, 0, [
        [e, 1],
        [n, -1],
        [v, -1],
      ]);
    }
  }

  #addWork(): void {
    let done: number | undefined;
    for (const [bin, { from, to, due, possible, mustRun }] of this.#stretch.entries()) {
      const ready = this.#kinds.map(({ ready: columns }) => columns[bin] ?? 0);
      const work = this.program.addColumn(0, due, possible);
      const before: Entry[] = done === undefined ? [] : [[done, -1]];
      this.program.addRow(-Infinity, 0, [[work, 1], ...before, ...ready.map((n): Entry => [n, from - to])]);
      const all = ready.map((n): Entry => [n, 1]);
      if (mustRun > 0) this.program.addRow(mustRun, Infinity, all);
      done = work;
    }
  }
}
