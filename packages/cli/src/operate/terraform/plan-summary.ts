/**
 * What a plan would do, from Terraform's JSON of it, pure. `isOutside` tells a resource that somebody changed behind Terraform's back from one
 * that the sources have changed; what a stack ignores on purpose, as the capacity that the scaler sets, is neither.
 * Source: https://developer.hashicorp.com/terraform/internals/json-format, format 1.
 */
import { z } from 'zod';

export type Effect = 'create' | 'update' | 'replace' | 'destroy';

export interface PlannedChange {
  address: string;
  type: string;
  effect: Effect;
  /** Top-level attributes that differ; never their values, which may be secret. */
  attributes: string[];
  isOutside: boolean;
}

export interface PlanSummary {
  create: number;
  update: number;
  replace: number;
  destroy: number;
  changes: PlannedChange[];
  /** Names of outputs that would change. */
  outputs: string[];
}

const change = z.object({
  actions: z.array(z.enum(['no-op', 'create', 'read', 'update', 'delete', 'forget'])),
  before: z.unknown(),
  after: z.unknown(),
  after_unknown: z.unknown().optional(),
});
const resourceChange = z.object({ address: z.string(), mode: z.string().optional(), type: z.string(), change });
const planDocument = z.object({
  resource_changes: z.array(resourceChange).default([]),
  resource_drift: z.array(resourceChange).default([]),
  output_changes: z.record(z.string(), change).default({}),
});

type ResourceChange = z.output<typeof resourceChange>;
type Change = z.output<typeof change>;

/** @throws Error when the text is not a plan */
export function summarizePlan(text: string): PlanSummary {
  const plan = planDocument.parse(JSON.parse(text));
  const drift = new Map(plan.resource_drift.map(({ address, change }) => [address, change]));
  const changes = plan.resource_changes.flatMap((resource) => describe(resource, drift.get(resource.address)));
  const outputs = Object.entries(plan.output_changes).filter(([, { actions }]) => actions.some((it) => it !== 'no-op'));
  const count = (effect: Effect): number => changes.filter((it) => it.effect === effect).length;
  return {
    create: count('create'),
    update: count('update'),
    replace: count('replace'),
    destroy: count('destroy'),
    changes,
    outputs: outputs.map(([name]) => name),
  };
}

function describe({ address, mode, type, change }: ResourceChange, drift: Change | undefined): PlannedChange[] {
  const effect = effectOf(change);
  if (effect === undefined || mode === 'data') return [];
  const attributes = effect === 'update' || effect === 'replace' ? listDifferences(change) : [];
  return [{ address, type, effect, attributes, isOutside: drift !== undefined && isBehind(drift, attributes) }];
}

/**
 * Whether what happened outside is why the plan changes something: the resource is gone, or an attribute differs that the plan sets back. A
 * refresh also finds what AWS has written in another form; alone it is nobody's change.
 */
function isBehind(drift: Change, attributes: readonly string[]): boolean {
  if (effectOf(drift) === 'destroy') return true;
  return listDifferences(drift).some((name) => attributes.includes(name));
}

/** Undefined for what leaves the resource as it is. `forget` only drops it from the state. */
function effectOf({ actions }: Change): Effect | undefined {
  const [creates, destroys] = [actions.includes('create'), actions.includes('delete')];
  if (creates && destroys) return 'replace';
  if (creates) return 'create';
  if (destroys) return 'destroy';
  return actions.includes('update') ? 'update' : undefined;
}

function listDifferences({ before, after, after_unknown }: Change): string[] {
  const [was, is, unknown] = [asRecord(before), asRecord(after), asRecord(after_unknown)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is), ...Object.keys(unknown)])].sort();
  return names.filter((name) => isUnknown(unknown[name]) || JSON.stringify(was[name]) !== JSON.stringify(is[name]));
}

/** Known parts of an unknown value are left out of it, so an empty shape is all known. */
function isUnknown(value: unknown): boolean {
  if (value === true) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(isUnknown);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function isEmpty({ changes, outputs }: PlanSummary): boolean {
  return changes.length === 0 && outputs.length === 0;
}

/** `+3 ~1 ±1 -2`, or `no changes`. */
export function countWords(summary: PlanSummary): string {
  const signs: [string, number][] = [
    ['+', summary.create],
    ['~', summary.update],
    ['±', summary.replace],
    ['-', summary.destroy],
  ];
  const words = signs.filter(([, count]) => count > 0).map(([sign, count]) => `${sign}${count}`);
  if (words.length > 0) return words.join(' ');
  return summary.outputs.length > 0 ? 'outputs alone' : 'no changes';
}

const effectSigns: Record<Effect, string> = { create: '+', update: '~', replace: '±', destroy: '-' };

/** `~ aws_sqs_queue.bulk (visibility_timeout_seconds), changed outside` */
export function changeWords({ address, effect, attributes, isOutside }: PlannedChange): string {
  const what = attributes.length > 0 ? ` (${attributes.join(', ')})` : '';
  return `${effectSigns[effect]} ${address}${what}${isOutside ? ', changed outside' : ''}`;
}
