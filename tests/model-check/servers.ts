/** Moves of everything but the agents: the client, the clock, the queue, and the three loops that keep promises. */
import * as calls from './calls.ts';
import { indexed, isAtRest } from './rows.ts';
import { type Turn } from './turn.ts';
import { AT, bellsOf, CANCEL_SENT, DEADLINE_TICK, type Look, MAX_BELLS, num, ownerOf, withBells } from './world.ts';

export function clientMoves(turn: Turn): void {
  const { config, submits } = turn.setting;
  const flags = turn.word(AT.flags);
  if (turn.word(AT.client) !== 0) {
    // Refused because the job moved: the request is decided again, as production does.
    const again = config.cancel && turn.isActive ? turn.prepare(calls.cancel(turn)) : 0;
    turn.deliver(AT.client, 'the client', [AT.client, again]);
    turn.fault(() => 'the request of the client is lost', [AT.client, 0]);
    return;
  }
  if (config.cancel && turn.isActive && (flags & CANCEL_SENT) === 0)
    turn.wild(() => 'the client cancels', [AT.client, turn.prepare(calls.cancel(turn)), AT.flags, flags | CANCEL_SENT]);
  for (const submit of submits) turn.fault(() => 'the client sends its submit again', [AT.client, submit]);
}

export function clockMoves(turn: Turn): void {
  const { config } = turn.setting;
  const last = config.deadline ? DEADLINE_TICK : config.failures ? 1 : 0;
  const clock = turn.word(AT.clock);
  if (clock < last) turn.calm(() => (clock === 0 ? 'back-offs end' : 'the deadline is there'), [AT.clock, clock + 1]);
}

export function queueMoves(turn: Turn): void {
  const bag = turn.word(AT.bag);
  for (const n of turn.rows.tasks.keys()) {
    const bells = bellsOf(bag, n);
    if (bells === 0) continue;
    turn.fault(() => `a doorbell of task ${n} is lost`, [AT.bag, withBells(bag, n, bells - 1)]);
    if (bells < MAX_BELLS)
      turn.fault(() => `a doorbell of task ${n} is delivered twice`, [AT.bag, withBells(bag, n, bells + 1)]);
  }
}

export function relayMoves(turn: Turn): void {
  for (let relay = 0; relay < (turn.setting.config.relays ?? 1); relay += 1) {
    const at = AT.relay + relay;
    if (turn.word(at) !== 0) {
      turn.deliver(at, 'the relay');
      turn.fault(() => 'the relay dies before it could say that it rang', [at, 0]);
    } else ring(turn, at);
  }
}

function ring(turn: Turn, at: number): void {
  const bag = turn.word(AT.bag);
  for (const [n, item] of turn.rows.tasks.entries()) {
    const bells = bellsOf(bag, n);
    if (item['emitPk'] === undefined || num(item, 'notBefore') > turn.now || bells >= MAX_BELLS) continue;
    const write = turn.prepare(calls.markQueued(turn, n));
    turn.calm(() => `the relay rings for task ${n}`, [AT.bag, withBells(bag, n, bells + 1), at, write]);
  }
}

export function sweeperMoves(turn: Turn): void {
  if (!turn.rows.job) return;
  restMoves(turn);
  if (turn.word(AT.sweeper) !== 0) {
    turn.deliver(AT.sweeper, 'the sweeper');
    return;
  }
  repairBells(turn);
  if (turn.setting.config.held) admitMoves(turn);
  if (turn.isActive && turn.rows.job['duty'] === 'unblock')
    turn.calm(() => 'assembly is due, and someone sees it', [AT.sweeper, turn.prepare(calls.unblock(turn))]);
  const isLate = num(turn.rows.job, 'deadlineAt') <= turn.now;
  if (turn.isActive && isLate && indexed(turn.rows).length > 0)
    turn.calm(() => 'the sweeper sees the deadline', [AT.sweeper, turn.prepare(calls.expire(turn))]);
  if (!isLate) turn.attempt(() => 'the sweeper ends the job before its deadline', calls.expire(turn));
  if (turn.rows.tasks.length > 1) turn.attempt(() => 'T6b while it is not due', calls.unblock(turn));
}

/** Room in a quota is a matter of other jobs: here it may come at any instant, and once held, a calm farm has some in the end. */
function admitMoves(turn: Turn): void {
  if (turn.isActive && turn.rows.job?.['isHeld'] === true)
    turn.calm(() => 'the quota has room', [AT.sweeper, turn.prepare(calls.admit(turn))]);
  else turn.attempt(() => 'T15 of a job that is not held', calls.admit(turn));
}

/** T3: calm only when the lane holds fewer messages than tasks that were rung for. */
function repairBells(turn: Turn): void {
  const queued = [...turn.rows.tasks.keys()].filter((n) => turn.task(n)?.['state'] === 'queued');
  const bag = turn.word(AT.bag);
  const bells = [...turn.rows.tasks.keys()].reduce((sum, n) => sum + bellsOf(bag, n), 0);
  for (const n of turn.isActive ? queued : []) {
    const edits = [AT.sweeper, turn.prepare(calls.reemit(turn, n))];
    if (bells < queued.length) turn.calm(() => `the sweeper misses a doorbell of task ${n}`, edits);
    else turn.fault(() => `the sweeper takes a slow doorbell of task ${n} for a lost one`, edits);
  }
}

/** T14, for the jobs that an index nominates; tried on all others, where its guards have to refuse it. */
function restMoves(turn: Turn): void {
  const { job, tasks } = turn.rows;
  const isLate = num(job, 'deadlineAt') <= turn.now;
  const isNominated = !turn.isActive && (job?.['duty'] === 'void' || (isLate && indexed(turn.rows).length > 0));
  for (const n of tasks.keys())
    turn.attempt(() => `task ${n} of the job is put to rest`, calls.voidTask(turn, n), isNominated);
  if (isNominated && tasks.every(isAtRest)) turn.attempt(() => 'the job leaves the index', calls.discharge(turn), true);
}

export function reaperMoves(turn: Turn): void {
  const seen = turn.word(AT.reaper);
  const look = turn.setting.looks[seen];
  if (look) {
    let isDone = false;
    for (const call of calls.reaps(turn, look)) {
      const label = (): string =>
        `the reaper takes epoch ${look.epoch} of task ${look.n} away, having seen beat ${look.beat}`;
      isDone = turn.attempt(label, call, true, [AT.reaper, 0]) || isDone;
    }
    if (!isDone) turn.calm(() => 'the reaper finds that the lease moved', [AT.reaper, 0]);
    return;
  }
  for (const n of turn.isActive ? turn.rows.tasks.keys() : []) suspect(turn, n);
}

function suspect(turn: Turn, n: number): void {
  const item = turn.task(n);
  if (item?.['leasedPk'] === undefined) return;
  const look = { n, epoch: num(item, 'epoch'), beat: num(item, 'beat'), owner: String(item['owner']) };
  const label = (): string => `the lease of task ${n} under epoch ${look.epoch} seems to stand still`;
  const edits = [AT.reaper, lookId(turn.setting.looks, look)];
  if (!hasLiveOwner(turn, look)) turn.calm(label, edits);
  else if (turn.setting.config.zombies) turn.wild(label, edits);
}

function lookId(looks: (Look | undefined)[], look: Look): number {
  const isIt = (other: Look | undefined): boolean =>
    other?.n === look.n && other.epoch === look.epoch && other.beat === look.beat && other.owner === look.owner;
  const known = looks.findIndex(isIt);
  return known >= 0 ? known : looks.push(look) - 1;
}

function hasLiveOwner(turn: Turn, look: Look): boolean {
  const { agents, agentsAt, config } = turn.setting;
  for (let agent = 0; agent < config.agents; agent += 1) {
    const { phase, process, n, epoch } = agents.at(turn.word(agentsAt + 3 * agent));
    const isBusy = phase === 'running' || phase === 'writing';
    if (isBusy && n === look.n && epoch === look.epoch && ownerOf(agent, process) === look.owner) return true;
  }
  return false;
}
