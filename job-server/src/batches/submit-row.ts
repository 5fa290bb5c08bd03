/** From a row to its job, or to what is wrong with it. Invariant: a row makes one job, whoever tries it how often: the write of the job is the write of the row. */
import { type Batch, type RowError, type TemplateVersion, FarmError } from '@reelyard/contracts';
import { type SubmitPlan, decideSubmit, refuseSubmit } from '../core/decide-submit.ts';
import { commitRow } from '../submit/commit-job.ts';
import { findTemplate } from '../submit/find-template.ts';
import { type AssetPorts, resolveAssets } from '../submit/resolve-assets.ts';
import { BatchFault } from './batch-fault.ts';
import { type BatchPorts } from './ports.ts';
import { type RowReading, rowError } from './row-reading.ts';
import { type Asset } from '@reelyard/ledger';

export type RowResult = { readonly kind: 'accepted' } | { readonly kind: 'rejected'; readonly error: RowError };

/** Works off the rows of one batch; remembers what many rows ask for. */
export interface RowSubmitter {
  /** What submitting it would do; a row that it would refuse is written as refused. */
  check(row: RowReading): Promise<RowResult>;
  submit(row: RowReading): Promise<RowResult>;
}

type RowPlan =
  | { readonly kind: 'planned'; readonly plan: SubmitPlan; readonly payload: SubmitPlan['payload']; template?: Named }
  | { readonly kind: 'refused'; readonly error: RowError };

interface Named {
  readonly id: string;
  readonly version: number;
}

export function createRowSubmitter(batch: Batch, ports: BatchPorts): RowSubmitter {
  const plan = createPlanner(batch, ports);
  const reject = async (row: RowReading, error: RowError): Promise<RowResult> => {
    const { tenant, id } = batch;
    const place = { batch: id, row: row.row, ...(row.line === undefined ? {} : { line: row.line }) };
    const outcome = await ports.ledger.rejectRow({ tenant, ...place, fingerprint: row.fingerprint, error });
    if (outcome.kind === 'changed') throw anotherBody(row.row);
    return outcome.kind === 'known' && outcome.row.job !== undefined
      ? { kind: 'accepted' }
      : { kind: 'rejected', error };
  };
  return {
    check: async (row) => {
      const planned = await plan(row);
      return planned.kind === 'refused' ? reject(row, planned.error) : { kind: 'accepted' };
    },
    submit: async (row) => {
      const planned = await plan(row);
      if (planned.kind === 'refused') return reject(row, planned.error);
      const outcome = await commitRow(jobOf(batch, planned), rowOf(batch, row), ports.clock.now(), ports.commit);
      if (outcome.kind === 'changed') throw anotherBody(row.row);
      if (outcome.kind === 'accepted') return { kind: 'accepted' };
      return reject(row, rowError('invalid_row', []));
    },
  };
}

const anotherBody = (row: number): BatchFault =>
  new BatchFault('idempotency_key_reused', `row ${row} is not what this Idempotency-Key came with before`);

function createPlanner(batch: Batch, ports: BatchPorts): (row: RowReading) => Promise<RowPlan> {
  const findNamed = rememberTemplates(batch.tenant, ports);
  const assets = rememberAssets(ports.assets);
  return async ({ content }) => {
    if (content.kind === 'bad') return { kind: 'refused', error: content.error };
    const body = bodyOf(batch, content.value);
    const template = await findNamed(body);
    const decision = decideSubmit(body, ports.engines, ports.clock.now(), template);
    if (decision.kind === 'refused') return { kind: 'refused', error: rowError(decision.code, decision.errors) };
    if (decision.plan.webhook !== undefined && decision.plan.webhook.secret === undefined)
      return { kind: 'refused', error: rowError('invalid_job', [untold]) };
    const resolution = await resolveAssets(batch.tenant, decision.plan, assets);
    if (resolution.kind === 'refused') {
      const { code, errors } = refuseSubmit(resolution.errors);
      return { kind: 'refused', error: rowError(code, errors) };
    }
    const named = template && { template: { id: template.template, version: template.version } };
    return { kind: 'planned', plan: resolution.plan, payload: resolution.payload, ...named };
  };
}

/** Nobody would be told a secret that the farm makes. */
const untold = {
  pointer: '/webhook/secret',
  code: 'invalid_value',
  detail: 'is needed in a batch, whose reply tells no secrets',
};

/** The submit that a row stands for. */
function bodyOf({ common }: Batch, value: Record<string, unknown>): Record<string, unknown> {
  if (common.templateId !== undefined) return { ...common, variables: value };
  const { metadata } = value;
  const isMerged = common.metadata !== undefined && typeof metadata === 'object' && metadata !== null;
  return { ...common, ...value, ...(isMerged ? { metadata: { ...common.metadata, ...metadata } } : {}) };
}

function jobOf(batch: Batch, { plan, payload, template }: Extract<RowPlan, { kind: 'planned' }>) {
  const { tenant, keyMode, traceparent, key } = batch;
  const { lane, tasks, notBefore, deadlineAt, metadata, webhook, retentionDays } = plan;
  const origin = { traceparent, mode: keyMode, key, retentionDays };
  return { tenant, lane, tasks, notBefore, deadlineAt, metadata, payload, template, webhook, ...origin };
}

const rowOf = ({ id }: Batch, { row, line, fingerprint }: RowReading) => ({
  ...{ batch: id, row, fingerprint },
  ...(line === undefined ? {} : { line }),
});

/** Rows may name many; these few are held. */
const heldTemplates = 20;
const heldAssets = 1_000;

function rememberTemplates(
  tenant: string,
  { ledger }: BatchPorts,
): (body: Record<string, unknown>) => Promise<TemplateVersion | undefined> {
  const held = new Map<string, Promise<TemplateVersion | undefined>>();
  return (body) => {
    const { templateId, templateVersion } = body;
    if (typeof templateId !== 'string') return Promise.resolve(undefined);
    return remembered(held, heldTemplates, JSON.stringify([templateId, templateVersion]), () =>
      findTemplate(tenant, body, ledger),
    );
  };
}

function rememberAssets({ ledger, uploads, storage, addresses }: AssetPorts): AssetPorts {
  const assets = new Map<string, Promise<Asset | undefined>>();
  const looks = new Map<string, Promise<Asset>>();
  return {
    ...{ addresses, storage },
    ledger: {
      findAssets: (tenant, ids) =>
        Promise.all(
          ids.map((id) => remembered(assets, heldAssets, id, async () => (await ledger.findAssets(tenant, [id]))[0])),
        ),
    },
    uploads: { look: (asset) => remembered(looks, heldAssets, asset.id, () => uploads.look(asset)) },
  };
}

/** What fails is asked again; when too much is held, all of it is forgotten. */
function remembered<T>(held: Map<string, Promise<T>>, limit: number, key: string, ask: () => Promise<T>): Promise<T> {
  const known = held.get(key);
  if (known) return known;
  if (held.size >= limit) held.clear();
  const asked = ask();
  held.set(key, asked);
  asked.catch(() => held.delete(key));
  return asked;
}

/** A fault of the farm that a little patience may mend. */
export const isPassing = (error: unknown): boolean =>
  error instanceof FarmError && (error.code === 'ledger-throttled' || error.code.endsWith('-unavailable'));
