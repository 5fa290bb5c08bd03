/**
 * From the body of `POST /v1/jobs` to a job as it could be accepted, or to every problem at once. Total: any JSON value gives one
 * or the other. What needs a look outside (assets by id) stays in the payload for the caller.
 */
import {
  type Composition,
  type CompositionProblem,
  type EngineManifest,
  type JobPayload,
  type Lane,
  type PlannedTask,
  type ProblemItem,
  type SubmitRequest,
  type TemplateVersion,
  findUnsupported,
  resolveComposition,
  submitSchema,
  toPointer,
} from '@reelyard/contracts';
import { type Loss, type Note, importShotstack } from '@reelyard/shotstack';
import { apiLimits } from './api-limits.ts';
import { planComposition, planProject } from './plan-tasks.ts';
import { readProject } from './read-project.ts';
import { type ProblemCode } from './problem-table.ts';

export interface SubmitPlan {
  readonly lane: Lane;
  readonly engine: EngineManifest;
  readonly payload: JobPayload;
  /** Set for compositions: what the payload's composition is typed as, and as it was sent. */
  readonly composition?: {
    readonly canonical: Composition;
    readonly sent: unknown;
    readonly isMerged: boolean;
    /** Length of its canonical text. */ readonly characters: number;
    /** Where a pointer into the composition lies in the body that was sent. */
    readonly place: (pointer: string) => string;
  };
  /** Set for edits of Shotstack: what the video will not show as it was, and what changes nothing. */
  readonly imported?: { readonly losses: readonly Loss[]; readonly notes: readonly Note[] };
  readonly tasks: readonly PlannedTask[];
  readonly notBefore: number;
  readonly deadlineAt: number;
  readonly metadata?: Record<string, string>;
  readonly retentionDays?: number;
  readonly webhook?: SubmitRequest['webhook'];
}

export type SubmitDecision =
  | { readonly kind: 'planned'; readonly plan: SubmitPlan }
  | { readonly kind: 'refused'; readonly code: ProblemCode; readonly detail: string; readonly errors: ProblemItem[] };

type Refusal = Extract<SubmitDecision, { kind: 'refused' }>;

export function refuseSubmit(errors: readonly ProblemItem[], code: ProblemCode = 'invalid_job'): Refusal {
  const [first] = errors;
  const detail = first === undefined ? 'the job is not valid' : `${first.pointer || 'the body'}: ${first.detail}`;
  return { kind: 'refused', code, detail, errors: [...errors] };
}

const defaultEngine = 'reel';

/** @param template what the body's `templateId` names; absent: it names none that is there */
export function decideSubmit(
  body: unknown,
  engines: ReadonlyMap<string, EngineManifest>,
  now: number,
  template?: Pick<TemplateVersion, 'composition' | 'engine'>,
): SubmitDecision {
  const parsed = submitSchema.safeParse(body);
  if (!parsed.success) return refuseSubmit(parsed.error.issues.flatMap(describeIssue).slice(0, 100));
  const request = parsed.data;
  const misplaced = findMisplaced(request, template);
  if (misplaced) return refuseSubmit([misplaced]);
  const frame = { ...readTimes(request, now), lane: request.lane };
  const problems = [...checkTimes(frame, now), ...checkMetadata(request)];
  const name = engineOf(request, template);
  const engine = name === undefined ? undefined : engines.get(name);
  if (!engine) return refuseSubmit([...problems, missingEngine(name, engines)]);
  const accepted = request.project === undefined ? 'composition/1' : 'project';
  if (engine.accepts !== accepted) {
    const detail = `${engine.name} accepts ${engine.accepts}, not ${accepted}`;
    return refuseSubmit([{ pointer: '/engine', code: 'not_accepted', detail }]);
  }
  if (problems.length > 0) return refuseSubmit(problems);
  const content = accepted === 'project' ? planOpaque(request, engine) : planComposed(request, engine, template);
  if ('kind' in content) return content;
  const metadata = request.metadata === undefined ? {} : { metadata: request.metadata };
  const webhook = request.webhook === undefined ? {} : { webhook: request.webhook };
  const kept = request.retentionDays === undefined ? {} : { retentionDays: request.retentionDays };
  return { kind: 'planned', plan: { ...frame, engine, ...content, ...metadata, ...webhook, ...kept } };
}

const noSuchTemplate = { pointer: '/templateId', code: 'template_unknown', detail: 'names no template or version' };
const strictAlone = { pointer: '/strict', code: 'not_applicable', detail: 'has a meaning beside shotstack alone' };

function findMisplaced(request: SubmitRequest, template: object | undefined): ProblemItem | undefined {
  if (request.strict !== undefined && request.shotstack === undefined) return strictAlone;
  return request.templateId !== undefined && template === undefined ? noSuchTemplate : undefined;
}

/** A project names its own. */
function engineOf({ engine, project }: SubmitRequest, template?: { engine?: string }): string | undefined {
  return engine ?? template?.engine ?? (project === undefined ? defaultEngine : undefined);
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

function describeIssue(issue: Issue): ProblemItem[] {
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => ({
      pointer: toPointer([...issue.path, key]),
      code: 'unknown_field',
      detail: 'is not a field of a job',
    }));
  }
  return [{ pointer: toPointer(issue.path), code: issue.code ?? 'invalid_value', detail: issue.message }];
}

function readTimes(request: SubmitRequest, now: number): { notBefore: number; deadlineAt: number } {
  const notBefore = request.notBefore === undefined ? now : Math.max(now, Date.parse(request.notBefore));
  const deadlineAt =
    request.deadline === undefined ? notBefore + apiLimits.defaultDeadlineMs : Date.parse(request.deadline);
  return { notBefore, deadlineAt };
}

function checkTimes({ notBefore, deadlineAt }: { notBefore: number; deadlineAt: number }, now: number): ProblemItem[] {
  if (deadlineAt - now > apiLimits.maxDeadlineMs) {
    return [{ pointer: '/deadline', code: 'too_late', detail: 'lies more than 13 days ahead' }];
  }
  if (deadlineAt > notBefore) return [];
  return [{ pointer: '/deadline', code: 'too_early', detail: 'is not after now and notBefore' }];
}

function checkMetadata({ metadata = {} }: SubmitRequest): ProblemItem[] {
  const entries = Object.keys(metadata).length;
  if (entries <= apiLimits.metadataEntries) return [];
  return [{ pointer: '/metadata', code: 'too_big', detail: `has more than ${apiLimits.metadataEntries} entries` }];
}

function missingEngine(name: string | undefined, engines: ReadonlyMap<string, EngineManifest>): ProblemItem {
  const known = [...engines.keys()].join(', ');
  const detail = name === undefined ? 'a project names its engine' : `there is no engine ${name}`;
  return { pointer: '/engine', code: 'unknown_engine', detail: `${detail}; known: ${known}` };
}

type Content = Pick<SubmitPlan, 'payload' | 'tasks' | 'composition' | 'imported'>;

function planOpaque(request: SubmitRequest, engine: EngineManifest): Content | Refusal {
  const unused = (['variables', 'outputs'] as const).filter((field) => request[field] !== undefined);
  if (unused.length > 0) {
    return refuseSubmit(
      unused.map((field) => ({ pointer: `/${field}`, code: 'not_applicable', detail: 'has no meaning for a project' })),
    );
  }
  const read = readProject(request.project, engine);
  if (read.kind === 'refused') return refuseSubmit(read.errors);
  return { payload: { engine: engine.name, project: request.project }, tasks: planProject(read.shape, engine) };
}

function planComposed(
  request: SubmitRequest,
  engine: EngineManifest,
  template: Pick<TemplateVersion, 'composition'> | undefined,
): Content | Refusal {
  const hasOwnOutputs = request.outputs !== undefined;
  if (template) return planTemplate({ ...request, composition: template.composition }, engine);
  if (request.shotstack === undefined) return planKnown(request, engine, (at) => placeInBody(at, hasOwnOutputs));
  if (request.variables !== undefined) {
    const detail = 'has no meaning for an edit of Shotstack: its merge fields stand in it';
    return refuseSubmit([{ pointer: '/variables', code: 'not_applicable', detail }]);
  }
  const found = importShotstack(request.shotstack, { strict: request.strict ?? false });
  if (found.kind === 'refused')
    return refuseSubmit(found.problems.map((item) => ({ ...item, pointer: `/shotstack${item.pointer}` })));
  const { composition, losses, notes, locate } = found;
  const place = (at: string) => (hasOwnOutputs && isOfOutputs.test(at) ? at : `/shotstack${locate(at)}`);
  const content = planKnown({ ...request, composition }, engine, place);
  return 'kind' in content ? content : { ...content, imported: { losses, notes } };
}

/** What is wrong inside a template is told at `/templateId`, with its place in the template. */
function planTemplate(request: SubmitRequest, engine: EngineManifest): Content | Refusal {
  const hasOwnOutputs = request.outputs !== undefined;
  const isOwn = (at: string): boolean => hasOwnOutputs && isOfOutputs.test(at);
  const found = planKnown(request, engine, (at) => (isOwn(at) ? at : `/templateId${at}`));
  if ('kind' in found) {
    const errors = found.errors.map((item) => {
      const at = /^\/templateId(\/.*)$/.exec(item.pointer)?.[1];
      return at === undefined
        ? item
        : { ...item, pointer: '/templateId', detail: `${at} of the template: ${item.detail}` };
    });
    return refuseSubmit(errors, found.code);
  }
  const { composition } = found;
  const place = (at: string): string => (isOwn(at) ? at : '/templateId');
  return composition === undefined ? found : { ...found, composition: { ...composition, place } };
}

const isOfOutputs = /^\/outputs(?:\/|$)/;

function planKnown(
  request: SubmitRequest,
  engine: EngineManifest,
  place: (pointer: string) => string,
): Content | Refusal {
  const { variables, outputs } = request;
  const sent = outputs === undefined ? request.composition : withOutputs(request.composition, outputs);
  const resolution = resolveComposition(sent, variables as Parameters<typeof resolveComposition>[1]);
  if (resolution.kind === 'refused') return refuseSubmit(resolution.problems.map((item) => placeProblem(item, place)));
  const { composition } = resolution;
  const lacks = findUnsupported(composition, engine.capabilities).map(({ pointer, capability, detail }) => ({
    pointer: place(pointer),
    code: 'unsupported_capability',
    detail: `${capability}: ${detail}`,
  }));
  if (lacks.length > 0) return refuseSubmit(lacks, 'unsupported_by_engine');
  return {
    payload: { engine: engine.name, composition },
    composition: {
      canonical: composition,
      sent,
      isMerged: hasVariables(sent),
      characters: resolution.canonical.length,
      place,
    },
    tasks: planComposition(composition, engine),
  };
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const withOutputs = (composition: unknown, outputs: readonly unknown[]): unknown =>
  isObject(composition) ? { ...composition, outputs } : composition;
const hasVariables = (composition: unknown): boolean => isObject(composition) && 'variables' in composition;

/** Pointers of the composition become pointers of the body that was sent. */
function placeInBody(pointer: string, hasOwnOutputs: boolean): string {
  return hasOwnOutputs && isOfOutputs.test(pointer) ? pointer : `/composition${pointer}`;
}

/** Values that were sent for variables stand beside the composition; their declarations inside. */
function placeProblem(item: CompositionProblem, place: (pointer: string) => string): ProblemItem {
  const isValue = item.code.startsWith('variable_') && item.pointer.startsWith('/variables/');
  return { ...item, pointer: isValue ? item.pointer : place(item.pointer) };
}
