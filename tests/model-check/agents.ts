/**
 * Moves of the agents: claim, beat, upload, commit, fail, die at any instant, and come back late. What an agent sends is planned from what it saw
 * and arrives whenever it likes, also when its process is long dead.
 */
import * as calls from './calls.ts';
import { type Call, type Lease } from './calls.ts';
import { isHeldBy } from './rows.ts';
import { type Edits, rowsWords, type Turn } from './turn.ts';
import { AT, type AgentState, bellsOf, idle, num, ownerOf, withBells } from './world.ts';

/** One agent's words: what it believes, what it sent, and what a dead process of it sent. */
class Seat {
  readonly turn: Turn;
  readonly agent: number;
  readonly at: { self: number; sent: number; late: number };
  readonly self: AgentState;
  readonly owner: string;
  readonly sent: number;

  constructor(turn: Turn, agent: number) {
    this.turn = turn;
    this.agent = agent;
    const self = turn.setting.agentsAt + 3 * agent;
    this.at = { self, sent: self + 1, late: self + 2 };
    this.self = turn.setting.agents.at(turn.word(self));
    this.owner = ownerOf(agent, this.self.process);
    this.sent = turn.word(this.at.sent);
  }

  get name(): string {
    return `agent ${this.owner}`;
  }

  get lease(): Lease {
    const { n, epoch } = this.self;
    return { n, epoch, owner: this.owner };
  }

  becomes(change: Partial<AgentState>, sent = 0): Edits {
    return [this.at.self, this.turn.setting.agents.idOf({ ...this.self, ...change }), this.at.sent, sent];
  }

  rests(): Edits {
    return [this.at.self, this.turn.setting.agents.idOf(idle(this.self.process)), this.at.sent, 0];
  }

  /** The process is gone; what it sent may still arrive. */
  dies(late: number): Edits {
    const { config, agents } = this.turn.setting;
    const after: AgentState = config.mortal
      ? { ...idle(this.self.process), phase: 'gone' }
      : idle(this.self.process + 1);
    return [this.at.self, agents.idOf(after), this.at.sent, 0, ...(late === 0 ? [] : [this.at.late, late])];
  }
}

export function agentMoves(turn: Turn, agent: number): void {
  const seat = new Seat(turn, agent);
  turn.deliver(seat.at.late, `a request of ${seat.name}, long dead,`);
  switch (seat.self.phase) {
    case 'idle':
      for (const n of turn.rows.tasks.keys()) seek(seat, n);
      break;
    case 'claiming':
      landClaim(seat);
      break;
    case 'running':
      run(seat);
      break;
    case 'writing':
      landWrite(seat);
      break;
    case 'gone':
  }
}

function seek(seat: Seat, n: number): void {
  const { turn, owner, name } = seat;
  const item = turn.task(n);
  const bells = bellsOf(turn.word(AT.bag), n);
  const isWaiting = turn.isActive && ['pending', 'queued'].includes(String(item?.['state']));
  const isDue = num(item, 'notBefore') <= turn.now && turn.now < num(item, 'deadlineAt');
  const call = calls.claim(turn, n, owner);
  if (isWaiting && isDue && (bells > 0 || turn.setting.config.fallback)) {
    const edits = seat.becomes({ phase: 'claiming', n, mark: bells > 0 ? 'rang' : '' }, turn.prepare(call));
    const label = (): string => `${name} ${bells > 0 ? 'hears of' : 'looks for'} task ${n}`;
    if (bells > 0) turn.calm(label, edits);
    else turn.wild(label, edits);
  }
  if (!isWaiting && bells > 0)
    turn.calm(() => `${name} deletes a doorbell of task ${n}`, [AT.bag, withBells(turn.word(AT.bag), n, bells - 1)]);
  if (!isWaiting || !isDue)
    turn.attempt(() => `${name} claims task ${n}, which is not due`, call, false, claimed(seat, call));
  else turn.attempt(() => `${name}, too old, claims task ${n}`, calls.claim(turn, n, owner, 0));
}

const claimed = (seat: Seat, [, params]: Call): Edits =>
  seat.becomes({ phase: 'running', n: params.ref.n, epoch: Number(params['epochBefore']) + 1, beat: 0, mark: '' });

function landClaim(seat: Seat): void {
  const { turn, name, sent, self } = seat;
  const { params, rest } = turn.setting.ledger.write(sent);
  const result = turn.apply(sent);
  const label = (): string =>
    `${name}: ${turn.nameOf(sent)} ${result.kind === 'applied' ? 'takes effect' : 'is refused'}`;
  turn.fault(() => `${name} dies while it claims`, seat.dies(sent));
  if (result.kind === 'refused') {
    turn.calm(label, seat.rests());
    return;
  }
  const rows = rowsWords(result.rows);
  if (rest !== 0) {
    turn.calm(label, [...rows, seat.at.sent, rest], result.violations);
    return;
  }
  const bells = bellsOf(turn.word(AT.bag), self.n);
  const edits = [...rows, ...claimed(seat, ['claim', params])];
  const found = [...result.violations, ...sharedLease(seat, Number(params['epochBefore']) + 1)];
  const answered = self.mark === 'rang' && bells > 0 ? [AT.bag, withBells(turn.word(AT.bag), self.n, bells - 1)] : [];
  turn.calm(label, [...edits, ...answered], found);
  if (answered.length > 0) turn.fault(() => `${label()}, its doorbell stays`, edits, found);
  turn.fault(() => `${label()}, and nobody tells it`, [...rows, ...seat.rests()], result.violations);
}

/** S7: two processes believe that they hold one epoch. */
function sharedLease({ turn, agent, self }: Seat, epoch: number): string[] {
  const { config, agents, agentsAt } = turn.setting;
  for (let other = 0; other < config.agents; other += 1) {
    const { phase, n, epoch: theirs } = agents.at(turn.word(agentsAt + 3 * other));
    const isBusy = phase === 'running' || phase === 'writing';
    if (other !== agent && isBusy && n === self.n && theirs === epoch)
      return [`S7 two agents hold epoch ${epoch} of task ${n}`];
  }
  return [];
}

function run(seat: Seat): void {
  const { turn, name, self, lease } = seat;
  const { config } = turn.setting;
  turn.fault(() => `${name} dies`, seat.dies(0));
  if (config.bytes && self.mark !== 'uploaded') upload(seat);
  if (!isHeldBy(turn.task(self.n), lease) || !turn.isActive) {
    beLate(seat);
    turn.calm(() => `${name} hears that its lease or its job is over`, seat.rests());
    return;
  }
  if (config.beats && self.beat === 0)
    turn.attempt(() => `${name} beats`, calls.beat(turn, lease, 1), false, seat.becomes({ beat: 1 }));
  if (!config.bytes || self.mark === 'uploaded') {
    const write = turn.prepare(calls.commit(turn, lease, artifactsOf(seat)));
    turn.calm(() => `${name} commits task ${self.n}`, seat.becomes({ phase: 'writing' }, write));
  }
  turn.fault(
    () => `${name} gives task ${self.n} back untouched`,
    seat.becomes({ phase: 'writing' }, turn.prepare(calls.release(turn, lease))),
  );
  for (const kind of config.failures ?? []) failBy(seat, kind);
}

function failBy(seat: Seat, kind: calls.FailureClass): void {
  const { turn, name, lease } = seat;
  const send = (call: Call): Edits => seat.becomes({ phase: 'writing' }, turn.prepare(call));
  const last = calls.failure(turn, lease, kind);
  if (last) turn.wild(() => `${name} meets a failure of class ${kind}, the last of its budget`, send(last));
  if (kind === 'permanent') return;
  const again = calls.retry(turn, lease, kind);
  if (turn.apply(turn.prepare(again)).kind === 'refused') return;
  const label = (): string => `${name} meets a failure of class ${kind}`;
  // No seat uses up nothing but time: only the configuration's faults bound it.
  if (kind === 'license') turn.fault(label, send(again));
  else turn.wild(label, send(again));
}

/** All that an agent could send whose lease or job is over and that does not know it: every guard has to refuse it. */
function beLate(seat: Seat): void {
  const { turn, name, lease, self } = seat;
  const label = (what: string) => (): string =>
    `${name} ${what} task ${self.n} under epoch ${self.epoch}, which is over`;
  turn.attempt(label('commits'), calls.commit(turn, lease, artifactsOf(seat)), false, seat.rests());
  turn.attempt(label('beats for'), calls.beat(turn, lease, 1), false, seat.rests());
  turn.attempt(label('gives back'), calls.release(turn, lease), false, seat.rests());
  turn.attempt(label('puts back'), calls.retry(turn, lease, 'engine'), false, seat.rests());
  const failure = calls.failure(turn, lease, 'permanent');
  if (failure) turn.attempt(label('fails'), failure, false, seat.rests());
}

function landWrite(seat: Seat): void {
  const { turn, name, sent } = seat;
  const { rest } = turn.setting.ledger.write(sent);
  const result = turn.apply(sent);
  const label = (): string =>
    `${name}: ${turn.nameOf(sent)} ${result.kind === 'applied' ? 'takes effect' : 'is refused'}`;
  turn.fault(() => `${name} dies while its request is on its way`, seat.dies(sent));
  if (result.kind === 'refused') {
    turn.calm(label, seat.becomes({ phase: 'running' }));
    return;
  }
  const rows = rowsWords(result.rows);
  if (rest !== 0) {
    turn.calm(label, [...rows, seat.at.sent, rest], result.violations);
    return;
  }
  turn.calm(label, [...rows, ...seat.rests()], result.violations);
  turn.fault(
    () => `${label()}, and its request is sent again`,
    [...rows, ...seat.rests(), seat.at.late, sent],
    result.violations,
  );
}

const keyOf = ({ turn, owner, self }: Seat): string => turn.setting.artifactKey(owner, self.epoch);
const bytesOf = ({ owner, self }: Seat): string => `${owner}, epoch ${self.epoch}`;

const artifactsOf = (seat: Seat): { key: string; sha256: string }[] =>
  seat.turn.setting.config.bytes ? [{ key: keyOf(seat), sha256: bytesOf(seat) }] : [];

/** With `If-None-Match: *`: what is there stays; other bytes than ours there, and the agent gives up. */
function upload(seat: Seat): void {
  const { turn, name } = seat;
  const { ledger } = turn.setting;
  const [key, bytes] = [keyOf(seat), bytesOf(seat)];
  const there = turn.rows.objects[key];
  if (there !== undefined && there !== bytes && !ledger.protocol.overwrites) {
    turn.calm(() => `${name} finds other bytes under ${key}`, seat.rests());
    return;
  }
  const rows = ledger.internRows({ ...turn.rows, objects: sorted({ ...turn.rows.objects, [key]: bytes }) });
  turn.calm(
    () => `${name} uploads ${key}`,
    [...rowsWords(rows), ...seat.becomes({ mark: 'uploaded' })],
    ledger.bytesLaw(rows),
  );
}

const sorted = (objects: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(objects).sort(([a], [b]) => (a < b ? -1 : 1)));
