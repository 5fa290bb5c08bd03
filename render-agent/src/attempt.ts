/**
 * One attempt, from claimed to let go: stage → render → verify → publish → commit.
 *
 * | step | holds | ends the attempt with |
 * | --- | --- | --- |
 * | stage | lease | asset or permanent failure |
 * | wait for the engine | lease | – |
 * | render | lease, engine slot, seat | engine, license or permanent failure |
 * | verify, publish, commit | lease, publish slot | engine or infra failure, done |
 *
 * Invariants: the engine slot is given up the moment the engine has ended and the publish slot is ours, so the next render overlaps
 * this publication and no other; scratch is wiped and nothing of the engine is alive when the attempt resolves; a task that is no longer
 * ours is never written.
 */
import { type TaskFailure } from '@reelyard/contracts';
import { classifyFault, DISK_FULL } from './core/classify-failure.ts';
import { type AttemptOutcome, type Made } from './attempt-outcome.ts';
import { commit, hand } from './commit.ts';
import { hasRoom } from './disk-watch.ts';
import { type HeldTask } from './held-task.ts';
import { publish } from './publish.ts';
import { checkOut, releaseLicense } from './license.ts';
import { type Rendered, render } from './render.ts';
import { type StagedAttempt, scratchOf, stage } from './stage.ts';
import { type AttemptTools } from './tools.ts';

export async function runAttempt(held: HeldTask, tools: AttemptTools): Promise<AttemptOutcome> {
  const slots = { engine: false, publish: false };
  try {
    const made = await make(held, tools, slots).catch((error: unknown): Made => fault(error, tools));
    if (held.letGo) return await hand(held, tools);
    return await commit(held, await excuse(made, tools), tools);
  } finally {
    if (slots.engine) freeEngine(held, tools);
    if (slots.publish) tools.publishing.release();
    await returnSeat(held);
    await tools.files.wipe(scratchOf(held, tools));
    tools.changes.notify();
  }
}

function fault(error: unknown, tools: AttemptTools): Made {
  tools.log.warn('task.fault', { error });
  return { kind: 'failed', failure: classifyFault(error) };
}

/** An engine that could not write ends as if it were broken; on a full disk that says nothing about it. */
async function excuse(made: Made, tools: AttemptTools): Promise<Made> {
  if (made.kind === 'made' || made.failure.class !== 'engine' || (await hasRoom(tools))) return made;
  const message = `no room for what the engine writes: ${made.failure.message}`;
  return { ...made, failure: { class: 'infra', code: DISK_FULL, message } };
}

async function make(held: HeldTask, tools: AttemptTools, slots: { engine: boolean; publish: boolean }): Promise<Made> {
  const { signal } = held.ending;
  const staged = await stage(held, tools);
  if (staged.kind === 'failed') return staged;
  held.phase = held.seat ? 'seat' : 'claimed';
  slots.engine = await tools.engineSlot.acquire(signal);
  if (!slots.engine) return nothing;
  const rendered = await renderInSlot(held, staged.attempt, tools);
  // Before seat and slot are free: what an engine left behind is never beside the next one, whose user is the same.
  if (rendered.kind === 'rendered') await rendered.sweep();
  await returnSeat(held);
  if (rendered.kind === 'rendered') slots.publish = await tools.publishing.acquire(signal);
  slots.engine = false;
  freeEngine(held, tools);
  if (rendered.kind === 'failed') return rendered;
  return publish(held, staged.attempt, rendered.files, tools);
}

/** Never looked at: the attempt was let go. */
const nothing: Made = { kind: 'made', artifacts: [] };
const moot: TaskFailure = { class: 'infra', code: 'let_go', message: 'ended before its engine' };

async function renderInSlot(held: HeldTask, staged: StagedAttempt, tools: AttemptTools): Promise<Rendered> {
  held.place = 'engine';
  held.renderingSince = tools.clock.monotonic();
  if (held.isAhead) held.startedAt = tools.clock.now();
  tools.changes.notify();
  const refused = await checkOut(held, staged, tools);
  if (refused) return { kind: 'failed', failure: refused, output: [] };
  held.phase = 'rendering';
  held.seat?.check();
  try {
    return held.letGo ? { kind: 'failed', failure: moot, output: [] } : await render(held, staged, tools);
  } finally {
    await releaseLicense(staged, tools);
  }
}

function freeEngine(held: HeldTask, tools: AttemptTools): void {
  held.place = 'past';
  tools.engineSlot.release();
  tools.changes.notify();
}

async function returnSeat(held: HeldTask): Promise<void> {
  const { seat } = held;
  delete held.seat;
  await seat?.giveBack();
}
