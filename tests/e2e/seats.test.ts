import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isEnded, type Job } from '@reelyard/contracts';
import { findProcess } from '@reelyard/runtime';
import { isLeashed, LEASE_MS, mostAtOnce, type Said, type SeatFarm, startSeatFarm } from './seats/seat-farm.ts';
import { until } from './support/farm.ts';

const SEATS = 2;
let farm: SeatFarm;
beforeAll(async () => {
  farm = await startSeatFarm(SEATS, 5);
});
afterAll(() => farm.stop());

const ended = (ids: readonly string[]): Promise<Job[]> =>
  until('the end of every job', async () => {
    const jobs = await Promise.all(ids.map((id) => farm.ledger.findJob('bench', id)));
    const all = jobs.filter((job) => job !== undefined && isEnded(job.state));
    return all.length === ids.length && (all as Job[]);
  });

const heard = (event: string, job: string, agent?: string): Promise<Said> =>
  until(`${event} of ${job}`, async () =>
    farm.said.find(
      (each) => each.event === event && each.record['jobId'] === job && (agent === undefined || each.agent === agent),
    ),
  );

const isClaim = ({ event }: Said): boolean => event === 'task.claimed';

/** Two jobs that hold both seats, and one that waits for one of them. */
async function fillSeats(steps: readonly unknown[]) {
  const rendering = await Promise.all([farm.submit(steps), farm.submit(steps)]);
  const started = await Promise.all(rendering.map((id) => heard('engine.started', id)));
  const waiting = await farm.submit([{ sleepMs: 50 }]);
  const [victim] = started;
  const agent = farm.agents.get(victim?.agent ?? '');
  if (!victim || !agent) throw new Error('nobody renders');
  return { all: [...rendering, waiting], waiting, victim, agent, pid: Number(victim.record['pid']) };
}

/** The same seat, by a later holder. */
const isLater = (taken: Said['record'], before: Said['record'] | undefined): boolean =>
  taken['seat'] === before?.['seat'] && Number(taken['epoch']) > Number(before?.['epoch']);

/** When the process was last seen running, 0 for never: before the look, for this process may stand still after it. */
async function lastSeen(pid: number): Promise<number> {
  let lastAt = 0;
  await until(`the death of engine ${pid}`, async () => {
    const at = Date.now();
    if (!findProcess(pid)) return true;
    lastAt = at;
    return false;
  });
  return lastAt;
}

/** The instant until which the ledger keeps the seat for its dead holder. */
async function heldUntil({ n, epoch }: { n: unknown; epoch: unknown }, from: number): Promise<number> {
  let [held, free] = [from, from + LEASE_MS];
  while (free - held > 1) {
    const at = Math.floor((held + free) / 2);
    const isHeld = (await farm.ledger.findSeats('pro', at)).some((seat) => seat.n === n && seat.epoch === epoch);
    if (isHeld) held = at;
    else free = at;
  }
  return free;
}

describe('an engine with two seats on a farm of five agents', () => {
  it('renders every job, uses both seats and never a third', async () => {
    const from = farm.said.length;
    const jobs = await Promise.all(
      Array.from({ length: 20 }, () => farm.submit([{ progress: { frames: 10, everyMs: 40 } }])),
    );
    let mostHolders = 0;
    await until('the end of every job', async () => {
      const leased = await farm.ledger.findLeased(100);
      // A task past its engine is published without a seat; every other one has its owner's.
      const tasks = await Promise.all(leased.map((each) => farm.ledger.findTask(each)));
      const holders = tasks.flatMap((task) =>
        task?.phase === 'rendering' || task?.phase === 'claimed' ? (task.owner ?? []) : [],
      );
      mostHolders = Math.max(mostHolders, new Set(holders).size);
      return leased.length === 0 && (await ended(jobs)).length > 0;
    });
    const story = farm.said.slice(from);
    expect((await ended(jobs)).map(({ state }) => state)).toEqual(jobs.map(() => 'succeeded'));
    expect(mostAtOnce(story)).toBe(SEATS);
    expect(mostHolders).toBeLessThanOrEqual(SEATS);
    expect(story.filter(({ event }) => event === 'seat.wait').length).toBeGreaterThan(0);
    // Whoever waits for a seat keeps what it has claimed: only a lease that was taken back is claimed again.
    const tasks = (await Promise.all(jobs.map((job) => farm.ledger.listTasks(job)))).flat();
    expect(tasks).toHaveLength(jobs.length);
    expect(tasks.map(({ epoch }) => epoch)).toEqual(tasks.map(({ counters }) => 1 + counters.leaseLost));
  });

  it('frees the seat of a frozen agent no sooner than its engine is dead, and the agent works again when it wakes', async () => {
    const { all, victim, agent, pid } = await fillSeats([{ sleepMs: LEASE_MS + 2_000 }]);
    const before = farm.said.findLast(({ agent: name, event }) => name === victim.agent && event === 'seat.taken');
    agent.signal('SIGSTOP');
    const died = lastSeen(pid);
    const next = await until('its seat is taken by another', async () =>
      farm.said.find(({ event, record }) => event === 'seat.taken' && isLater(record, before?.record)),
    );
    expect(next.at).toBeGreaterThan(await died);
    const job = String(victim.record['jobId']);
    await until('its task is claimed by another', async () =>
      farm.said.find((each) => isClaim(each) && each.record['jobId'] === job && each.agent !== victim.agent),
    );
    agent.signal('SIGCONT');
    expect((await heard('task.let-go', job, victim.agent)).record['because']).toMatch(/seat-lost|lease-lost/);
    expect((await ended(all)).map(({ state }) => state)).toEqual(all.map(() => 'succeeded'));
    expect(mostAtOnce(farm.said.filter(({ agent: name }) => name !== victim.agent))).toBeLessThanOrEqual(SEATS);
  });

  it('keeps the seat of an agent that was killed for its lease time, and its engine is dead at once', async () => {
    const { all, waiting, victim, agent, pid } = await fillSeats([{ sleepMs: LEASE_MS + 3_000 }]);
    const before = farm.said.findLast(({ agent: name, event }) => name === victim.agent && event === 'seat.taken');
    await until('what ends its engine with it', async () => isLeashed(agent.pid));
    const killedAt = Date.now();
    agent.signal('SIGKILL');
    const free = heldUntil({ n: before?.record['seat'], epoch: before?.record['epoch'] }, killedAt);
    expect((await lastSeen(pid)) - killedAt).toBeLessThan(1_000);
    // A renewal of a busy machine is late, never early.
    expect(await free).toBeGreaterThan(killedAt + LEASE_MS / 2);
    await heard('engine.started', waiting);
    const taken = await until('its seat is taken by another', async () =>
      farm.said.find(({ event, record }) => event === 'seat.taken' && isLater(record, before?.record)),
    );
    expect(taken.record).toMatchObject({ epoch: Number(before?.record['epoch']) + 1 });
    expect(taken.at).toBeGreaterThanOrEqual(await free);
    expect((await ended(all)).map(({ state }) => state)).toEqual(all.map(() => 'succeeded'));
  });
});
