/** Verifies every file before it is uploaded, and uploads every file before the commit: a result is visible by its pointer alone. */
import { join } from 'node:path';
import { type Artifact, type EngineFile, type TaskFailure } from '@reelyard/contracts';
import { artifactKey, artifactName, contentTypeOf } from './core/artifact-name.ts';
import { verifyFailure } from './core/classify-failure.ts';
import { type FileExpectation, expectFiles } from './core/expect-files.ts';
import { type HeldTask } from './held-task.ts';
import { persist } from './persist.ts';
import { type MediaReport } from './ports.ts';
import { type StagedAttempt } from './stage.ts';
import { type AttemptTools } from './tools.ts';

export type Published = { kind: 'made'; artifacts: Artifact[] } | { kind: 'failed'; failure: TaskFailure };

/** With their pauses about a minute: a rendered file is worth waiting for, a render slot is not held meanwhile. */
const UPLOAD_TRIES = 15;

type Sound = Extract<MediaReport, { kind: 'ok' }>;

export async function publish(
  held: HeldTask,
  staged: StagedAttempt,
  files: readonly EngineFile[],
  tools: AttemptTools,
): Promise<Published> {
  const expected = expectFiles({
    manifest: staged.engine.manifest,
    files,
    ...(held.task.range ? { range: held.task.range } : {}),
    ...(staged.composition ? { composition: staged.composition } : {}),
  });
  if (expected.kind === 'missing') return refuse(expected.file, expected.detail);
  held.phase = 'verifying';
  const verified = await verify(held, staged, expected.files, tools);
  if (verified.kind === 'failed') return verified;
  held.phase = 'publishing';
  const { signal } = held.ending;
  const userId = await persist('identity', () => tools.storage.userId(), signal, tools, UPLOAD_TRIES);
  const names = files.map(({ name }) => name);
  const artifacts: Artifact[] = [];
  for (const [at, file] of files.entries()) {
    const key = artifactKey(userId, held.lease.ref, held.lease.epoch, file.name);
    const contentType = contentTypeOf(file.name);
    const upload = () => tools.storage.publish(join(staged.out, file.name), { key, contentType }, signal);
    const done = await persist('publish', upload, signal, tools, UPLOAD_TRIES);
    const media = describe(verified.reports[at]);
    artifacts.push({
      name: artifactName(file.name, file.kind, names),
      contentType,
      ...done,
      ...(media ? { media } : {}),
    });
    tools.log.info('task.published', { file: file.name, bytes: done.bytes });
  }
  return { kind: 'made', artifacts };
}

const refuse = (file: string, detail: string): { kind: 'failed'; failure: TaskFailure } => ({
  kind: 'failed',
  failure: verifyFailure(file, detail),
});

async function verify(
  held: HeldTask,
  staged: StagedAttempt,
  expected: readonly FileExpectation[],
  tools: AttemptTools,
): Promise<{ kind: 'verified'; reports: Sound[] } | { kind: 'failed'; failure: TaskFailure }> {
  const reports: Sound[] = [];
  for (const file of expected) {
    const report = await tools.media.check(join(staged.out, file.file), file, held.ending.signal);
    if (report.kind === 'broken') return refuse(file.file, report.detail);
    reports.push(report);
  }
  return { kind: 'verified', reports };
}

function describe(report: Sound | undefined): Artifact['media'] | undefined {
  if (!report) return undefined;
  return Object.keys(report.media).length === 0 ? undefined : report.media;
}
