/**
 * The check-out and release commands of a licensed engine, run around its process where the manifest has them. The farm's own seat is
 * held already: these commands are for license servers that count by themselves.
 */
import { type EngineManifest, type TaskFailure, classifyEngineExit, fillEngineArgv } from '@reelyard/contracts';
import { type HeldTask } from './held-task.ts';
import { type StagedAttempt } from './stage.ts';
import { type AttemptTools } from './tools.ts';

type Command = NonNullable<NonNullable<EngineManifest['license']>['checkOut']>;

/** @returns why the engine must not start, or undefined */
export async function checkOut(
  held: HeldTask,
  staged: StagedAttempt,
  tools: AttemptTools,
): Promise<TaskFailure | undefined> {
  const { manifest } = staged.engine;
  const command = manifest.license?.checkOut;
  if (!command) return undefined;
  held.phase = 'seat';
  const code = await run(command, staged, tools);
  const exit = classifyEngineExit(manifest, code);
  if (exit === 'done') return undefined;
  const message = `the check-out of a license ended with ${code ?? 'a signal'}`;
  if (exit === 'no-seat') return { class: 'license', code: 'no_seat', message };
  return { class: 'engine', code: 'license_failed', message };
}

/** A seat that does not go back runs out at its server: logged, never the task's fault. */
export async function releaseLicense(staged: StagedAttempt, tools: AttemptTools): Promise<void> {
  const command = staged.engine.manifest.license?.release;
  if (!command) return;
  const code = await run(command, staged, tools);
  if (code !== 0) tools.log.warn('seat.return-failed', { engine: staged.engine.manifest.name, code });
}

async function run(command: Command, staged: StagedAttempt, tools: AttemptTools): Promise<number | null> {
  const { scratch, job, out, engine } = staged;
  const places = { node: process.execPath, engine: engine.dir, job, out, scratch, firstFrame: '', frameCount: '' };
  const running = tools.runner.start({
    argv: fillEngineArgv(command.argv, places),
    scratch,
    onLine: () => undefined,
    onOutput: (line) => tools.log.info('seat.output', { line: line.slice(0, 500) }),
  });
  const bound = new AbortController();
  const late = tools.clock.sleep(command.timeoutSeconds * 1_000, bound.signal).then(async () => {
    if (!bound.signal.aborted) await running.stop(tools.killGraceMs);
  });
  const { code } = await running.ended;
  bound.abort();
  await late;
  return code;
}
