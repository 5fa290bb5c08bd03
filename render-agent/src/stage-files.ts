/** Fetches what an attempt needs: each address once, checked against its digest, and the committed segments of an assembly. */
import { extname, join } from 'node:path';
import { type TaskFailure } from '@reelyard/contracts';
import { withoutQuery } from '@reelyard/runtime';
import { type HeldTask } from './held-task.ts';
import { persist } from './persist.ts';
import { type Staged } from './ports.ts';
import { type AttemptTools } from './tools.ts';

export interface AssetSource {
  src: string;
  pointer: string;
  sha256?: string | undefined;
}

type Failed = { kind: 'failed'; failure: TaskFailure };

/** Addresses fetched at once. */
const PARALLEL = 4;

export async function stageAssets(
  held: HeldTask,
  sources: readonly AssetSource[],
  folder: string,
  tools: AttemptTools,
  diskMiB: number,
): Promise<{ kind: 'staged'; assets: Record<string, string> } | Failed> {
  const distinct = [...new Map(sources.map((source) => [source.src, source])).values()];
  const assets: Record<string, string> = {};
  let failed: Failed | undefined;
  let next = 0;
  let bytes = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < distinct.length && !failed; at = next++) {
      const source = distinct[at];
      if (!source) return;
      const file = join(folder, `asset-${at}${suffixOf(source.src)}`);
      const staged = withinDisk(await stageAsset(held, source, file, tools), (size) => (bytes += size), diskMiB);
      if (staged.kind === 'failed')
        failed ??= { kind: 'failed', failure: { pointer: source.pointer, ...staged.failure } };
      else assets[source.src] = file;
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return failed ?? { kind: 'staged', assets };
}

/** Each is bounded by the fetcher; together they may fill no more than the engine's share of the disk. */
function withinDisk(staged: Staged, add: (bytes: number) => number, diskMiB: number): Staged {
  if (staged.kind === 'failed' || add(staged.bytes) <= diskMiB * 1_048_576) return staged;
  return refuse('asset_too_large', `the assets of this job have more than ${diskMiB} MiB together`);
}

async function stageAsset(held: HeldTask, source: AssetSource, file: string, tools: AttemptTools): Promise<Staged> {
  const staged = await fetchAsset(held, source.src, file, tools);
  if (staged.kind === 'failed' || source.sha256 === undefined) return staged;
  if ((await tools.files.sha256Of(file)) === source.sha256) return staged;
  return refuse('asset_changed', `${withoutQuery(source.src)} is not the file that its digest names`);
}

async function fetchAsset(held: HeldTask, src: string, file: string, tools: AttemptTools): Promise<Staged> {
  if (!src.startsWith('asset://')) {
    return tools.assets.fetch(src, { file, tenant: held.job.tenant }, held.ending.signal);
  }
  const find = () => tools.ledger.findAsset(held.job.tenant, src.slice('asset://'.length));
  const asset = await persist('asset', find, held.ending.signal, tools);
  if (!asset) return refuse('asset_unavailable', `${src} is not known`);
  return tools.storage.fetch(asset.key, file, held.ending.signal);
}

const refuse = (code: string, message: string): Staged => ({
  kind: 'failed',
  failure: { class: 'permanent', code, message },
});

/** Engines guess formats by suffix; anything but a plain one is dropped. */
function suffixOf(src: string): string {
  const suffix = extname(withoutQuery(src)).toLowerCase();
  return /^\.[a-z0-9]{1,5}$/.test(suffix) ? suffix : '';
}

/** The committed pointers of the render tasks, in order; never a listing of the bucket. */
export async function stageSegments(
  held: HeldTask,
  folder: string,
  tools: AttemptTools,
): Promise<{ kind: 'staged'; segments: string[] } | Failed> {
  const list = () => tools.ledger.listTasks(held.job.id);
  const tasks = (await persist('segments', list, held.ending.signal, tools)).filter(({ kind }) => kind === 'render');
  const segments: string[] = [];
  for (const task of tasks.sort((a, b) => a.n - b.n)) {
    const artifact = task.artifacts?.[0];
    if (!artifact)
      return { kind: 'failed', failure: { class: 'infra', code: 'segment_missing', message: `segment ${task.n}` } };
    const file = join(folder, `segment-${task.n}${suffixOf(artifact.key)}`);
    const staged = await tools.storage.fetch(artifact.key, file, held.ending.signal);
    if (staged.kind === 'failed') return { kind: 'failed', failure: { ...staged.failure, class: 'infra' } };
    if ((await tools.files.sha256Of(file)) !== artifact.sha256)
      return { kind: 'failed', failure: { class: 'infra', code: 'segment_changed', message: `segment ${task.n}` } };
    segments.push(file);
  }
  return { kind: 'staged', segments };
}
