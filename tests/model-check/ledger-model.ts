/**
 * The ledger as a function of numbers: rows and writes are interned, and what production's evaluator makes of a pair is computed once.
 * Each applied write is held to the invariants of the ledger's own conformance suite, and to those that need the write itself.
 */
import { applyChanges, type Change, type Params, type TransitionName } from '@reelyard/ledger';
import { violations } from '@reelyard/ledger/model';
import { partsOf, type Protocol } from './protocol.ts';
import { EMPTY_ROWS, find, isHeldBy, type Rows, textOf, withWritten } from './rows.ts';

/** One conditional write with all its parameters; a write in two parts goes on as `rest`. */
export interface Write {
  readonly id: number;
  readonly name: TransitionName;
  readonly params: Params;
  readonly changes: readonly Change[];
  readonly rest: number;
}

export type Result =
  | { readonly kind: 'refused' }
  | { readonly kind: 'applied'; readonly rows: number; readonly violations: readonly string[] };

const REFUSED: Result = { kind: 'refused' };
/** Words of a state are 16 bits wide. */
const MAX_WRITES = 65_535;
const OWNERS_WRITES: readonly string[] = [
  ...['beat', 'release', 'retryEngine', 'retryInfra', 'retryAsset', 'retryLicense'],
  ...['commitLast', 'commitSegment', 'commitLastSegment', 'fail'],
];

export class LedgerModel {
  readonly protocol: Protocol;
  readonly job: string;
  /** Transitions that took effect at least once. */
  readonly seen = new Set<string>();
  readonly #rows: Rows[] = [];
  readonly #rowIds = new Map<string, number>();
  readonly #writes: (Write | undefined)[] = [undefined];
  readonly #writeIds = new Map<string, number>();
  readonly #results = new Map<number, Result>();

  constructor(protocol: Protocol, job: string) {
    this.protocol = protocol;
    this.job = job;
    this.internRows(EMPTY_ROWS);
  }

  get countRows(): number {
    return this.#rows.length;
  }

  rows(id: number): Rows {
    const rows = this.#rows[id];
    if (!rows) throw new RangeError(`no rows ${id}`);
    return rows;
  }

  write(id: number): Write {
    const write = this.#writes[id];
    if (!write) throw new RangeError(`no write ${id}`);
    return write;
  }

  internRows(rows: Rows): number {
    const text = textOf(rows);
    const known = this.#rowIds.get(text);
    if (known !== undefined) return known;
    this.#rowIds.set(text, this.#rows.length);
    this.#rows.push(rows);
    return this.#rows.length - 1;
  }

  internWrite(name: TransitionName, params: Params): number {
    const key = `${name} ${JSON.stringify(params)}`;
    const known = this.#writeIds.get(key);
    if (known !== undefined) return known;
    let rest = 0;
    for (const changes of [...partsOf(this.protocol, this.protocol.table[name], params)].reverse()) {
      this.#writes.push({ id: this.#writes.length, name, params, changes, rest });
      rest = this.#writes.length - 1;
    }
    if (rest > MAX_WRITES) throw new RangeError('more writes than a word of the state can name');
    this.#writeIds.set(key, rest);
    return rest;
  }

  apply(rows: number, write: number): Result {
    const key = rows * (MAX_WRITES + 1) + write;
    const known = this.#results.get(key);
    if (known) return known;
    const result = this.#evaluate(this.rows(rows), this.write(write));
    this.#results.set(key, result);
    return result;
  }

  /** S8 over rows that no write of the ledger changed. */
  bytesLaw(rows: number): readonly string[] {
    return bytesLaw(this.rows(rows));
  }

  #evaluate(before: Rows, write: Write): Result {
    const evaluation = applyChanges(({ pk, sk }) => find(before, pk, sk), write.changes);
    if (evaluation.kind === 'refused') return REFUSED;
    this.seen.add(this.protocol.table[write.name].id);
    const written = evaluation.written.flatMap(({ after }) => after ?? []);
    const after = withWritten(before, this.job, written);
    const found = [...violations(mutable(before), mutable(after)), ...judge(before, after, write)];
    return { kind: 'applied', rows: this.internRows(after), violations: found };
  }
}

const mutable = ({ job, tasks, events }: Rows): Parameters<typeof violations>[0] => ({
  ...(job ? { job } : {}),
  tasks: [...tasks],
  events: [...events],
});

/** What only the write itself can tell: who wrote, when, and with which bytes. */
function judge(before: Rows, after: Rows, { name, params }: Write): string[] {
  const task = before.tasks.find((item) => item['n'] === params.ref.n);
  const out: string[] = [];
  const lease = { epoch: Number(params['epoch']), owner: String(params['owner']) };
  if (OWNERS_WRITES.includes(name) && !isHeldBy(task, lease))
    out.push(`S6 ${lease.owner} wrote with epoch ${lease.epoch}, which it no longer holds`);
  if (name.startsWith('reap') && !(isHeldBy(task, lease) && task?.['beat'] === params['beat']))
    out.push('S7 the reaper took a lease away that had moved since it looked');
  if (name.startsWith('claim')) out.push(...claimLaw(task, params));
  if (name === 'expire' && Number(before.job?.['deadlineAt']) > params.now) out.push('T12 before the deadline');
  return [...out, ...submitLaw(after), ...bytesLaw(after)];
}

function claimLaw(task: Rows['tasks'][number] | undefined, params: Params): string[] {
  if (Number(task?.['notBefore']) > params.now) return ['T4 claimed before its back-off was over'];
  if (Number(task?.['deadlineAt']) <= params.now) return ['T4 claimed after its deadline'];
  return Number(task?.['minAgentVersion']) > Number(params['agentVersion']) ? ['T4 claimed by an agent too old'] : [];
}

const submitLaw = ({ job, others }: Rows): string[] =>
  job && others.some(({ pk }) => pk.startsWith('T#')) ? ['S11 one key made two jobs'] : [];

/** S8: the bytes behind every committed pointer are those that were committed. */
function bytesLaw(rows: Rows): string[] {
  type Pointer = { key: string; sha256: string };
  const pointers = [rows.job, ...rows.tasks].flatMap((item) => (item?.['artifacts'] as Pointer[] | undefined) ?? []);
  return pointers
    .filter(({ key, sha256 }) => key !== '' && rows.objects[key] !== sha256)
    .map(({ key, sha256 }) => `S8 ${key} holds the bytes of ${rows.objects[key] ?? 'nobody'}, not of ${sha256}`);
}
