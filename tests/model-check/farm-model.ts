/** The farm of a configuration as a model: its first state, its moves, and when it is at rest. */
import { createMemoryLedger, MemoryStore } from '@reelyard/ledger/memory';
import { type Item, type Params } from '@reelyard/ledger';
import { agentMoves } from './agents.ts';
import { type Model } from './explore.ts';
import { LedgerModel } from './ledger-model.ts';
import { productionKey } from './artifacts.ts';
import { type Protocol } from './protocol.ts';
import { EMPTY_ROWS, indexed, isAtRest, type Rows } from './rows.ts';
import { clientMoves, clockMoves, queueMoves, reaperMoves, relayMoves, sweeperMoves } from './servers.ts';
import { type Emit, rowsWords, type Setting, Turn } from './turn.ts';
import { AgentStates, AT, bellsOf, type Configuration, idle, jobOf, ownerOf, REF, TICKS } from './world.ts';

export class FarmModel implements Model {
  readonly width: number;
  readonly #setting: Setting;
  readonly #next: Uint16Array;
  readonly #firstRows: number;

  private constructor(config: Configuration, protocol: Protocol, accepts: readonly Params[]) {
    const ledger = new LedgerModel(protocol, REF.job);
    const agents = new AgentStates();
    agents.idOf(idle(0));
    const agentsAt = AT.relay + (config.relays ?? 1);
    const submits = accepts.map((params) => ledger.internWrite('accept', params));
    const artifactKey = protocol.artifactKey ?? productionKey;
    this.#setting = {
      config,
      ledger,
      agents,
      looks: [undefined],
      agentsAt,
      submits: config.submit ? submits : [],
      artifactKey,
    };
    this.width = agentsAt + 3 * config.agents;
    this.#next = new Uint16Array(this.width);
    this.#firstRows = config.submit ? ledger.internRows(EMPTY_ROWS) : this.#accepted(submits[0] ?? 0);
  }

  static async make(config: Configuration, protocol: Protocol): Promise<FarmModel> {
    const accepts = await Promise.all([REF.job, 'job_2'].map((id) => acceptOf(config, id)));
    return new FarmModel(config, protocol, accepts);
  }

  get ledger(): LedgerModel {
    return this.#setting.ledger;
  }

  initial(): Uint16Array {
    const state = new Uint16Array(this.width);
    const { config, submits } = this.#setting;
    const edits = [...rowsWords(this.#firstRows), AT.faults, config.faults, AT.client, submits[0] ?? 0];
    for (let i = 0; i < edits.length; i += 2) state[edits[i] ?? 0] = edits[i + 1] ?? 0;
    return state;
  }

  expand(state: Uint16Array, emit: Emit): void {
    const turn = new Turn(this.#setting, state, this.#next, emit);
    clientMoves(turn);
    clockMoves(turn);
    queueMoves(turn);
    relayMoves(turn);
    sweeperMoves(turn);
    reaperMoves(turn);
    for (let agent = 0; agent < this.#setting.config.agents; agent += 1) agentMoves(turn, agent);
  }

  isAtRest(state: Uint16Array): boolean {
    const { config, agents, agentsAt } = this.#setting;
    const turn = new Turn(this.#setting, state, this.#next, () => undefined);
    const { rows } = turn;
    if (turn.isActive || !rows.tasks.every(isAtRest) || indexed(rows).length > 0) return false;
    for (let at = AT.client; at < agentsAt; at += 1) if (state[at] !== 0) return false;
    const selves = Array.from({ length: config.agents }, (_, agent) => agents.at(state[agentsAt + 3 * agent] ?? 0));
    const hasAgent = selves.some(({ phase }) => phase !== 'gone');
    if (hasAgent && state[AT.bag] !== 0) return false;
    return selves.every(({ phase }) => phase === 'idle' || phase === 'gone');
  }

  describe(state: Uint16Array): string[] {
    const { agents, agentsAt, config } = this.#setting;
    const turn = new Turn(this.#setting, state, this.#next, () => undefined);
    const { rows } = turn;
    const bells = rows.tasks.map((_, n) => bellsOf(turn.word(AT.bag), n));
    const lines = [...(rows.job ? [jobLine(rows.job)] : []), ...rows.tasks.map(taskLine), ...others(rows)];
    lines.push(`queue: ${bells.join(' and ')} doorbells`);
    for (let agent = 0; agent < config.agents; agent += 1) {
      const { phase, process, n, epoch } = agents.at(turn.word(agentsAt + 3 * agent));
      lines.push(
        `agent ${ownerOf(agent, process)}: ${phase}${phase === 'idle' || phase === 'gone' ? '' : ` task ${n}, epoch ${epoch}`}`,
      );
    }
    return lines;
  }

  #accepted(submit: number): number {
    const { ledger } = this.#setting;
    const result = ledger.apply(ledger.internRows(EMPTY_ROWS), submit);
    if (result.kind === 'refused') throw new Error('the first submit was refused');
    return result.rows;
  }
}

const jobLine = (job: Item): string =>
  `job: ${String(job['state'])}, ${String(job['tasksDone'])} of ${String(job['tasksTotal'])} done, event ${String(job['evSeq'])}${job['duty'] === undefined ? '' : `, owes ${String(job['duty'])}`}`;

function taskLine(item: Item): string {
  const counters = Object.entries(item['counters'] as Record<string, number>).filter(([, count]) => count > 0);
  const budget = counters.map(([name, count]) => ` ${name} ${count}`).join('');
  const emit = item['needsEmit'] === true ? `, doorbell ${String(item['emitSeq'])} due` : '';
  return `task ${String(item['n'])}: ${String(item['state'])}, epoch ${String(item['epoch'])}${
    item['owner'] === undefined ? '' : ` of ${String(item['owner'])}, beat ${String(item['beat'])}`
  }${emit}${budget}`;
}

const others = (rows: Rows): string[] => [
  ...rows.events.map((event) => `event ${String(event['seq'])}: ${String(event['type'])}`),
  ...rows.others.filter(({ sk }) => sk.startsWith('J#')).map(({ sk }) => `another job: ${sk}`),
  ...Object.entries(rows.objects).map(([key, by]) => `object ${key}: bytes of ${by}`),
];

/** Production's own rows of a submit, with what the configuration has used up already. */
async function acceptOf(config: Configuration, id: string): Promise<Params> {
  const store = new MemoryStore();
  const outcome = await createMemoryLedger({ store, newEventId: () => '-' }).submit(jobOf(config, id), TICKS[0]);
  if (outcome.kind !== 'accepted') throw new Error(`the submit of ${config.name} was not accepted`);
  const items = store.items();
  const one = (isIt: (item: Item) => boolean): Item | undefined => items.find(isIt);
  return {
    ref: { tenant: REF.tenant, job: id, n: 0 },
    now: TICKS[0],
    idempotency: one(({ pk }) => pk.startsWith('I#')),
    job: one(({ sk }) => sk.startsWith('J#')),
    payload: one(({ sk }) => sk === 'C'),
    tasks: items.filter(({ sk }) => sk.startsWith('K#')).map((item) => withUsed(item, config)),
    evSeq: 0,
    eventId: '-',
  };
}

function withUsed(item: Item, { used = {} }: Configuration): Item {
  const counters = { ...(item['counters'] as Record<string, number>), ...used };
  const leaseLostOwners = Array.from({ length: used.leaseLost ?? 0 }, (_, i) => `i-lost-${i}`);
  return { ...item, counters, leaseLostOwners };
}
