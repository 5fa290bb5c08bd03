/** The past out of logs: of agents where they are in it, else of the scaler's snapshots, which name every task it saw. */
import { commonArrival } from '@reelyard/simulator';
import { CommandError, EXIT } from '../exit-code.ts';
import { AgentBook } from './agent-book.ts';
import { readRecords } from './log-records.ts';
import { messageOf } from './message-of.ts';
import { type Past, type PastTask, toTrace } from './past-task.ts';
import { SnapshotBook } from './snapshot-book.ts';

/** @throws CommandError `usage` when a file cannot be read, or when no record in it tells of tasks */
export async function readLogs(files: readonly string[]): Promise<Past> {
  const agents = new AgentBook();
  const snapshots = new SnapshotBook();
  let records = 0;
  for (const file of files) {
    try {
      for await (const record of readRecords(file)) {
        records += 1;
        if (!snapshots.take(record)) agents.take(record);
      }
    } catch (error) {
      throw new CommandError(EXIT.usage, `--log ${file}: ${messageOf(error)}`);
    }
  }
  if (agents.done.size === 0 && snapshots.snapshots === 0)
    throw new CommandError(
      EXIT.usage,
      `--log ${files.join(' ')}: ${records} records, and neither a scaler.snapshot (LOG_SNAPSHOTS=true) nor a task.claimed with its task.done`,
    );
  return agents.done.size > 0 ? ofAgents(files, agents, snapshots) : ofSnapshots(files, snapshots);
}

function ofAgents(files: readonly string[], agents: AgentBook, snapshots: SnapshotBook): Past {
  const { frames, pixels, engine } = commonArrival;
  let unknown = 0;
  const tasks = [...agents.done].map(([key, task]): PastTask => {
    const look = snapshots.find(key);
    if (!look) unknown += 1;
    const known = look && { frames: look.frames, pixels: look.pixels, engine: look.engine };
    return { frames, pixels, engine, ...task, ...known };
  });
  const remarks =
    unknown === 0 ? [] : [`the frames of ${unknown} tasks are unknown: ${frames} of ${pixels} pixels are assumed`];
  return { source: `agents' logs ${files.join(' ')}`, trace: toTrace(tasks), remarks };
}

function ofSnapshots(files: readonly string[], snapshots: SnapshotBook): Past {
  const { served, unseen } = snapshots;
  return {
    source: `scaler's log ${files.join(' ')}`,
    trace: toTrace(served),
    remarks: unseen === 0 ? [] : [`${unseen} tasks began and ended between two looks: they arrive when they began`],
  };
}
