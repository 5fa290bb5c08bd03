/**
 * Runs the engine of one attempt under the watchdog. Invariant: when it resolves with a failure or after a let-go, nothing of the engine
 * is alive; when it resolves with files, `sweep` is still owed, before anything else may start.
 */
import {
  type EngineFile,
  type EngineLine,
  type TaskFailure,
  type TaskProgress,
  fillEngineArgv,
} from '@reelyard/contracts';
import { type EngineEnd, classifyEnd } from './core/classify-failure.ts';
import { frameProgress, progressReader } from './core/read-progress.ts';
import { type EngineVitals, watchEngine } from './core/watch-engine.ts';
import { EngineLog } from './engine-log.ts';
import { type HeldTask } from './held-task.ts';
import { type RunningEngine } from './ports.ts';
import { type StagedAttempt } from './stage.ts';
import { type AttemptTools } from './tools.ts';

export type Rendered =
  | { kind: 'rendered'; files: EngineFile[]; sweep(): Promise<void> }
  | { kind: 'failed'; failure: TaskFailure; output: readonly string[] };

interface Told {
  files?: EngineFile[];
  error?: NonNullable<EngineEnd['error']>;
}

interface Watched {
  held: HeldTask;
  staged: StagedAttempt;
  tools: AttemptTools;
  vitals: EngineVitals;
  told: Told;
  log: EngineLog;
}

export async function render(held: HeldTask, staged: StagedAttempt, tools: AttemptTools): Promise<Rendered> {
  const startedAt = tools.clock.monotonic();
  const vitals: EngineVitals = { startedAt, lastSignAt: startedAt, outputBytes: 0 };
  const watched: Watched = { held, staged, tools, vitals, told: {}, log: new EngineLog(tools.log) };
  const running = startEngine(watched);
  tools.log.info('engine.started', { engine: staged.engine.manifest.name, pid: running.pid });
  const over = new AbortController();
  held.seat?.tie((at) => running.endBy(at));
  const killed = watch(watched, running, over.signal);
  const status = await running.ended;
  held.seat?.untie();
  over.abort();
  const durationMs = Math.round(tools.clock.monotonic() - startedAt);
  tools.log.info('engine.exited', { ...status, durationMs });
  const kill = await killed;
  const end = {
    ...status,
    ...(kill ? { killed: kill } : {}),
    ...(watched.told.error ? { error: watched.told.error } : {}),
  };
  return judge(watched, end, running);
}

function startEngine(watched: Watched): RunningEngine {
  const { held, staged, tools } = watched;
  const { manifest, dir } = staged.engine;
  const range = held.task.range;
  const readLine = progressReader(manifest.render.progress, held.task.features.frames);
  const argv = fillEngineArgv(manifest.render.argv, {
    node: process.execPath,
    engine: dir,
    job: staged.job,
    out: staged.out,
    scratch: staged.scratch,
    firstFrame: range ? String(range.firstFrame) : '',
    frameCount: range ? String(range.frameCount) : '',
  });
  return tools.runner.start({
    argv,
    scratch: staged.scratch,
    fileMiB: manifest.resources.maxOutputMiB + manifest.resources.diskMiB,
    ...(held.seat ? { endBy: held.seat.leashAt } : {}),
    onLine: (line) => hear(watched, line),
    onOutput: (line) => {
      watched.vitals.lastSignAt = tools.clock.monotonic();
      watched.log.add(line);
      note(watched, readLine(line));
    },
  });
}

function hear(watched: Watched, line: EngineLine): void {
  watched.vitals.lastSignAt = watched.tools.clock.monotonic();
  if ('progress' in line) note(watched, frameProgress(line.progress.frame, line.progress.frames));
  else if ('result' in line) watched.told.files = line.result.files;
  else watched.told.error = line.error;
}

function note({ held, tools }: Watched, progress: TaskProgress | undefined): void {
  if (!progress) return;
  held.progress = progress;
  held.lastProgress = { at: tools.clock.monotonic(), fraction: progress.fraction };
  tools.changes.notify();
}

/** Looks every `watchMs` until over; ends the engine when it hangs, breaks a limit, or the attempt was let go. */
async function watch(watched: Watched, running: RunningEngine, over: AbortSignal): Promise<EngineEnd['killed']> {
  const { held, staged, tools, vitals } = watched;
  const { render: rules, resources } = staged.engine.manifest;
  const limits = { ...resources, noProgressSeconds: rules.noProgressSeconds, maxProcesses: MAX_PROCESSES };
  const either = AbortSignal.any([over, held.ending.signal]);
  while (!over.aborted) {
    if (held.ending.signal.aborted) {
      await running.stop(held.letGo === 'seat-lost' ? 0 : tools.killGraceMs);
      return undefined;
    }
    await tools.clock.sleep(tools.watchMs, either);
    if (over.aborted || held.ending.signal.aborted) continue;
    Object.assign(vitals, await readVitals(watched, running));
    const seen = watchEngine(vitals, limits, tools.clock.monotonic());
    if (seen.kind === 'fine' || over.aborted) continue;
    tools.log.warn('engine.killed', { errCode: seen.code, because: seen.message });
    await running.stop(tools.killGraceMs);
    return { code: seen.code, message: seen.message };
  }
  return undefined;
}

/** Threads are none. The kernel's own limit counts them, where it counts at all. */
const MAX_PROCESSES = 256;

async function readVitals({ staged, tools }: Watched, running: RunningEngine): Promise<Partial<EngineVitals>> {
  const outputBytes = await tools.files.bytesIn(staged.out);
  const all = await tools.files.bytesIn(staged.scratch);
  return { outputBytes, scratchBytes: all - outputBytes - staged.stagedBytes, ...running.usage?.() };
}

async function judge(watched: Watched, end: EngineEnd, running: RunningEngine): Promise<Rendered> {
  const { held, staged, tools, told } = watched;
  const failure = classifyEnd(staged.engine.manifest, end);
  if (failure || held.letGo) await sweep(running, tools);
  if (failure) return { kind: 'failed', failure, output: watched.log.tail };
  const { maxOutputMiB } = staged.engine.manifest.resources;
  if ((await tools.files.bytesIn(staged.out)) > maxOutputMiB * 1_048_576) {
    await sweep(running, tools);
    const message = `wrote more than ${maxOutputMiB} MiB`;
    return { kind: 'failed', failure: { class: 'engine', code: 'engine_limit', message }, output: watched.log.tail };
  }
  const files = told.files ?? (await listFiles(staged.out, tools));
  return { kind: 'rendered', files, sweep: () => sweep(running, tools) };
}

async function sweep(running: RunningEngine, { log }: AttemptTools): Promise<void> {
  const swept = await running.sweep();
  if (swept > 0) log.warn('engine.swept', { processes: swept });
}

/** For engines that only leave files behind. */
async function listFiles(out: string, { files }: AttemptTools): Promise<EngineFile[]> {
  return (await files.list(out)).map((name) => ({ name, kind: 'file' }));
}
