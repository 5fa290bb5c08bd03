/**
 * `engine.json`: all that Reelyard knows of an engine. Commands are argv, never a shell; a placeholder is a whole argument or a part of
 * one, and an unknown placeholder is refused when the manifest is read.
 */
import { z } from 'zod';

export * from './engine-protocol.ts';

/** `{node}` is the Node that runs the agent; `{engine}` the folder of the engine; the rest is told by the agent per attempt. */
export const enginePlaceholders = ['node', 'engine', 'job', 'out', 'scratch', 'firstFrame', 'frameCount'] as const;
export type EnginePlaceholder = (typeof enginePlaceholders)[number];

const placeholder = /\{([A-Za-z]+)\}/g;
const known = new Set<string>(enginePlaceholders);

const argument = z
  .string()
  .max(4_096)
  .refine((text) => [...text.matchAll(placeholder)].every(([, name]) => known.has(name ?? '')), {
    error: `names a placeholder other than ${enginePlaceholders.map((name) => `{${name}}`).join(' ')}`,
  });
const argv = z.array(argument).min(1).max(256);
const command = z.strictObject({ argv, timeoutSeconds: z.number().positive().max(3_600) });
const exitCode = z.int().min(0).max(255);

export const engineCapabilities = z.strictObject({
  /** Renders any range of frames alone, and joins such ranges. */
  segments: z.boolean().default(false),
  formats: z.array(z.string()).default([]),
  codecs: z.array(z.string()).default([]),
  maxPixels: z.int().positive(),
  /** Longest composition, in seconds of video. */
  maxSeconds: z.int().positive(),
  /** Capabilities of composition/1 such as `asset.image` or `enter.fade`; see docs/reference/composition.md. */
  features: z.array(z.string()).default([]),
  /** Tags a job may require, such as `html` or `gpu`, that this engine has. */
  requires: z.array(z.string()).default([]),
});

export const engineProgress = z.discriminatedUnion('kind', [
  /** Lines of `engineLine` on standard output. */
  z.strictObject({ kind: z.literal('json') }),
  /** A pattern over both outputs, with the named groups `frame` or `percent`. */
  z.strictObject({
    kind: z.literal('pattern'),
    pattern: z.string().refine((text) => isPattern(text), { error: 'is not a regular expression' }),
  }),
]);

export const engineVerify = z.discriminatedUnion('kind', [
  /** The file exists and is not empty. */
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('media'),
    video: z.enum(['required', 'optional', 'absent']).default('required'),
    audio: z.enum(['required', 'optional', 'absent']).default('optional'),
  }),
]);

export const engineManifest = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  version: z.string().regex(/^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.-]+)?$/),
  description: z.string().max(512).optional(),
  accepts: z.enum(['composition/1', 'project']),
  capabilities: engineCapabilities,
  install: z.strictObject({
    /** Key of the package in the artifact bucket; null while nothing needs to be fetched. */
    package: z.string().nullable().default(null),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable()
      .default(null),
    /** Run once in the unpacked folder; null when unpacking is all. */
    command: command.nullable().default(null),
  }),
  health: command,
  render: z.strictObject({
    argv,
    progress: engineProgress.default({ kind: 'json' }),
    /** Neither progress nor output for this long counts as a hang. */
    noProgressSeconds: z.number().positive().default(120),
    exitCodes: z
      .strictObject({
        done: z.array(exitCode).default([0]),
        retry: z.array(exitCode).default([10]),
        permanent: z.array(exitCode).default([20]),
        noSeat: z.array(exitCode).default([30]),
      })
      .prefault({}),
  }),
  verify: engineVerify,
  license: z
    .strictObject({
      seats: z.int().positive(),
      checkOut: command.nullable().default(null),
      release: command.nullable().default(null),
    })
    .nullable()
    .default(null),
  resources: z.strictObject({
    memoryMiB: z.int().positive(),
    diskMiB: z.int().positive(),
    cores: z.number().positive(),
    /** Wall-clock limit of one attempt. */
    maxRunSeconds: z.int().positive().default(43_200),
    /** All files of one attempt together. */
    maxOutputMiB: z.int().positive().default(8_192),
  }),
});

export type EngineManifest = z.output<typeof engineManifest>;
export type EngineCapabilities = z.output<typeof engineCapabilities>;

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text, 'u'));
  } catch {
    return false;
  }
}

/** Fills the placeholders of a command. `firstFrame` and `frameCount` are '' when the task is the whole job. */
export function fillEngineArgv(
  template: readonly string[],
  values: Readonly<Record<EnginePlaceholder, string>>,
): readonly string[] {
  return template.map((part) => part.replace(placeholder, (_, name: EnginePlaceholder) => values[name]));
}

/** How an engine process ended. A signal and an unlisted code are `retry`: an engine failure that uses up an attempt. */
export type EngineExit = 'done' | 'retry' | 'permanent' | 'no-seat';

export function classifyEngineExit(manifest: EngineManifest, code: number | null): EngineExit {
  const { done, permanent, noSeat } = manifest.render.exitCodes;
  if (code === null) return 'retry';
  if (done.includes(code)) return 'done';
  if (permanent.includes(code)) return 'permanent';
  return noSeat.includes(code) ? 'no-seat' : 'retry';
}
