/**
 * What a configuration is, and how one state of it is packed into words. A state is the rows, the clock, what is on its way to the ledger
 * (each write planned from a view that may be old by the time it arrives), the doorbells in the queue, and what each agent believes.
 */
import { type Item, type NewJob } from '@reelyard/ledger';

export interface Configuration {
  readonly name: string;
  /** What it is there for. */
  readonly about: string;
  /** Render tasks; more than one brings an assembly. */
  readonly segments: number;
  readonly agents: number;
  /** Losses, duplicates, crashes, releases and doorbells rung for nothing, in all. */
  readonly faults: number;
  /** Counters that a task has already used up, so that the budgets of production end within reach. */
  readonly used?: Partial<Record<'engine' | 'infra' | 'asset' | 'leaseLost', number>>;
  /** Failures that agents meet. */
  readonly failures?: readonly ('engine' | 'infra' | 'asset' | 'license' | 'permanent')[];
  readonly cancel?: true;
  /** Time passes: back-offs end, and then the deadline is there. */
  readonly deadline?: true;
  /** The job is of a quota and held at first. */
  readonly held?: true;
  /** The submit itself is under check: repeated, duplicated, delayed. */
  readonly submit?: true;
  /** Agents that crash are gone; only the deadline ends such jobs. */
  readonly mortal?: true;
  /** Agents also find tasks without a doorbell, as they do while the queue is away. */
  readonly fallback?: true;
  /** Agents beat, and so the reaper may look at a lease before and after. */
  readonly beats?: true;
  /** Uploads and committed pointers. */
  readonly bytes?: true;
  /** The reaper suspects live agents as well: their leases run out at any instant. */
  readonly zombies?: true;
  /** Relays that ring at the same time. */
  readonly relays?: number;
}

/** Positions in a state; agents follow, three words each. */
export const AT = {
  rowsLow: 0,
  rowsHigh: 1,
  clock: 2,
  faults: 3,
  flags: 4,
  bag: 5,
  client: 6,
  sweeper: 7,
  reaper: 8,
  relay: 9,
};

export const CANCEL_SENT = 1;

/** Two bits a task. */
export const bellsOf = (bag: number, n: number): number => (bag >> (2 * n)) & 3;
export const MAX_BELLS = 2;
export const withBells = (bag: number, n: number, count: number): number =>
  (bag & ~(3 << (2 * n))) | (count << (2 * n));

/** Instants of the clock's ticks: the start, the end of every back-off, the deadline. */
const START = 1_760_000_000_000;
const MINUTE = 60_000;
export const TICKS = [START, START + MINUTE, START + 2 * MINUTE] as const;
export const DEADLINE_TICK = 2;
/** Never, in configurations without a deadline. */
const FAR = START + 600 * MINUTE;

export const REF = { tenant: 'acme', job: 'job_1' } as const;

export function jobOf(config: Configuration, id: string): NewJob {
  const features = { engine: 'reel', frames: 1, pixels: 1 };
  const renders = Array.from({ length: config.segments }, () => ({ kind: 'render' as const, features }));
  return {
    tenant: REF.tenant,
    id,
    lane: 'standard',
    payload: { engine: 'reel', project: {} },
    tasks: config.segments === 1 ? renders : [...renders, { kind: 'assemble', features }],
    notBefore: START,
    deadlineAt: config.deadline ? TICKS[DEADLINE_TICK] : FAR,
    minAgentVersion: 1,
    ...(config.held ? { quota: 'k1' } : {}),
    idempotency: {
      key: 'key',
      route: 'jobs',
      fingerprint: 'same',
      reply: { status: 202, body: id, location: id },
      expiresAt: FAR,
    },
  };
}

/** What an agent knows of itself. */
export interface AgentState {
  readonly phase: 'idle' | 'claiming' | 'running' | 'writing' | 'gone';
  /** Grows with every restart: no process resumes the lease of another. */
  readonly process: number;
  readonly n: number;
  readonly epoch: number;
  readonly beat: number;
  /** Rang: the claim came from a doorbell, which it deletes. Uploaded: its bytes are there. */
  readonly mark: '' | 'rang' | 'uploaded';
}

export const idle = (process: number): AgentState => ({ phase: 'idle', process, n: 0, epoch: 0, beat: 0, mark: '' });

/** Agents' states as words. */
export class AgentStates {
  readonly #states: AgentState[] = [];
  readonly #ids = new Map<string, number>();

  idOf({ phase, process, n, epoch, beat, mark }: AgentState): number {
    const text = `${phase} ${process} ${n} ${epoch} ${beat} ${mark}`;
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#ids.set(text, this.#states.length);
    this.#states.push({ phase, process, n, epoch, beat, mark });
    return this.#states.length - 1;
  }

  at(id: number): AgentState {
    return this.#states[id] ?? idle(0);
  }
}

/** The reaper's look at a lease, as a word. */
export interface Look {
  readonly n: number;
  readonly epoch: number;
  readonly beat: number;
  readonly owner: string;
}

export const ownerOf = (agent: number, process: number): string => `i-${agent + 1}/${process}`;
export const num = (item: Item | undefined, field: string): number => Number(item?.[field] ?? 0);
