/** Lays out the scratch folder of an attempt: the job file, the assets, the segments of an assembly, and an empty `out`. */
import { join } from 'node:path';
import {
  type Composition,
  type EngineJob,
  type JobPayload,
  type TaskFailure,
  listAssets,
  resolveComposition,
} from '@reelyard/contracts';
import { type HeldTask } from './held-task.ts';
import { persist } from './persist.ts';
import { type InstalledEngine } from './ports.ts';
import { type AssetSource, stageAssets, stageSegments } from './stage-files.ts';
import { type AttemptTools } from './tools.ts';

export interface StagedAttempt {
  engine: InstalledEngine;
  scratch: string;
  job: string;
  out: string;
  /** Assets, segments and job file. */
  stagedBytes: number;
  /** Present when the engine accepts composition/1 and the composition is sound. */
  composition?: Composition;
}

export type Stage = { kind: 'staged'; attempt: StagedAttempt } | { kind: 'failed'; failure: TaskFailure };

export const scratchOf = ({ lease }: HeldTask, { scratchDir }: AttemptTools): string =>
  join(scratchDir, `${lease.ref.job}-${lease.ref.n}-${lease.epoch}`);

export async function stage(held: HeldTask, tools: AttemptTools): Promise<Stage> {
  held.phase = 'staging';
  const engine = tools.engines.get(held.job.engine);
  if (!engine) return refuse('infra', 'engine_unavailable', `engine ${held.job.engine} is not installed here`);
  const read = (): Promise<JobPayload> => tools.ledger.getPayload(held.job.id);
  const payload = await persist('payload', read, held.ending.signal, tools);
  const scratch = scratchOf(held, tools);
  const out = join(scratch, 'out');
  await tools.files.wipe(scratch);
  await tools.files.makeFolder(scratch, 'private');
  await tools.files.makeFolder(join(scratch, 'in'), 'readable');
  await tools.files.makeFolder(out, 'writable');
  const composition = readComposition(payload);
  const files = await stageFiles(held, payload, composition, join(scratch, 'in'), tools, engine);
  if (files.kind === 'failed') return files;
  const job = join(scratch, 'job.json');
  await tools.files.write(job, JSON.stringify(jobFile(held, payload, files)));
  const stagedBytes = await tools.files.bytesIn(scratch);
  const attempt = { engine, scratch, job, out, stagedBytes, ...(composition ? { composition } : {}) };
  return { kind: 'staged', attempt };
}

const refuse = (failureClass: TaskFailure['class'], code: string, message: string): Stage => ({
  kind: 'failed',
  failure: { class: failureClass, code, message },
});

/** The server stores the canonical form; what an older server stored as written is resolved again. */
function readComposition({ composition }: JobPayload): Composition | undefined {
  if (composition === undefined) return undefined;
  const isCanonical = typeof composition === 'object' && composition !== null && 'timescale' in composition;
  if (isCanonical) return composition as Composition;
  const resolved = resolveComposition(composition);
  return resolved.kind === 'resolved' ? resolved.composition : undefined;
}

interface StagedFiles {
  assets: Record<string, string>;
  segments?: string[];
}

async function stageFiles(
  held: HeldTask,
  payload: JobPayload,
  composition: Composition | undefined,
  folder: string,
  tools: AttemptTools,
  engine: InstalledEngine,
): Promise<({ kind: 'staged' } & StagedFiles) | { kind: 'failed'; failure: TaskFailure }> {
  const sources = composition ? listAssets(composition) : listProjectAssets(payload.project);
  const assets = await stageAssets(held, sources, folder, tools, engine.manifest.resources.diskMiB);
  if (assets.kind === 'failed' || held.task.kind !== 'assemble') return assets;
  const segments = await stageSegments(held, folder, tools);
  return segments.kind === 'failed' ? segments : { ...assets, segments: segments.segments };
}

/** A project is opaque but for the addresses in `inputs` and `assets`, and for objects of the farm's bucket wherever they stand. */
function listProjectAssets(project: unknown): AssetSource[] {
  const found: AssetSource[] = [];
  const visit = (value: unknown, pointer: string, isListed: boolean): void => {
    if (typeof value === 'string') {
      if (ADDRESS.test(value) && (isListed || value.startsWith('s3:'))) found.push({ src: value, pointer });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        const isList = pointer === '' && (name === 'inputs' || name === 'assets');
        visit(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, isListed || isList);
      }
    }
  };
  visit(project, '', false);
  return found;
}

const ADDRESS = /^(?:https?|s3|asset|data):/;

function jobFile(held: HeldTask, payload: JobPayload, files: StagedFiles): EngineJob {
  const { task, lease } = held;
  const range = task.range;
  return {
    v: 1,
    task: task.kind === 'assemble' ? 'assembly' : range ? 'segment' : 'whole',
    attempt: Math.max(1, lease.epoch),
    ...(payload.composition === undefined ? {} : { composition: payload.composition }),
    ...(payload.project === undefined ? {} : { project: payload.project }),
    assets: files.assets,
    ...(range ? { range } : {}),
    ...(files.segments ? { segments: files.segments } : {}),
  };
}
