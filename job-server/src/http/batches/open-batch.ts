/** From a request to the rows that it carries and what holds for all of them; nothing is stored yet. */
import { createHash } from 'node:crypto';
import {
  BATCH_MODES,
  type BatchCommon,
  type BatchFormat,
  type BatchMode,
  LANES,
  apiBatchFields,
  apiTemplateId,
  toPointer,
  variableDeclarationsSchema,
} from '@reelyard/contracts';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { BatchFault } from '../../batches/batch-fault.ts';
import { type BodyChunks } from '../../batches/body-chunks.ts';
import { type BatchPorts } from '../../batches/ports.ts';
import { readCsv } from '../../batches/read-csv.ts';
import { openJson } from '../../batches/read-json.ts';
import { readNdjson } from '../../batches/read-ndjson.ts';
import { type RowReading } from '../../batches/row-reading.ts';
import { apiVersion } from '../../core/api-limits.ts';
import { findTemplate } from '../../submit/find-template.ts';
import { type QueryOf } from '../endpoint.ts';
import { instant, wholeNumber, wordOf } from '../query.ts';

export const batchQuery = {
  mode: wordOf(BATCH_MODES)
    .describe('`best-effort` (default) submits each row as it comes, `all-or-nothing` none unless every row is valid')
    .optional(),
  templateId: apiTemplateId.describe('Then each row is the values of its variables').optional(),
  templateVersion: wholeNumber(1, 999_999).describe('The newest without it').optional(),
  engine: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, { error: 'is not the name of an engine' })
    .optional(),
  lane: wordOf(LANES).optional(),
  notBefore: instant.optional(),
  deadline: instant.optional(),
};

export interface OpenBatch {
  readonly mode: BatchMode;
  readonly format: BatchFormat;
  /** Names the version of the template that counts for all rows. */
  readonly common: BatchCommon;
  /** Of everything the request says beside its rows. */
  readonly fingerprint: string;
  readonly rows: AsyncIterable<RowReading>;
}

type Fields = z.output<typeof apiBatchFields>;

/** @throws BatchFault */
export async function openBatch(
  tenant: string,
  format: BatchFormat,
  query: QueryOf<typeof batchQuery>,
  body: BodyChunks,
  ledger: BatchPorts['ledger'],
): Promise<OpenBatch> {
  const json = format === 'json' ? await openJson(body) : undefined;
  const fields = mergeFields(json ? readFields(json.fields) : {}, query);
  const { mode = 'best-effort', ...given } = fields;
  const said = canonicalize([apiVersion, format, mode, given]) ?? '';
  const fingerprint = createHash('sha256').update(said).digest('hex');
  const template = await findTemplate(tenant, given, ledger);
  checkTemplate(given, format, template !== undefined);
  const pinned = template && { templateVersion: template.version };
  const common = { ...given, ...pinned } as BatchCommon;
  const rows = json?.rows ?? (format === 'csv' ? readCsv(body, declaredBy(template?.composition)) : readNdjson(body));
  return { mode, format, common, fingerprint, rows };
}

function checkTemplate({ templateId, templateVersion }: Fields, format: BatchFormat, isThere: boolean): void {
  if (templateId !== undefined && !isThere)
    throw refusal('/templateId', 'template_unknown', 'names no template or version');
  if (templateId !== undefined) return;
  if (format === 'csv')
    throw refusal('/templateId', 'required', 'is needed: a table holds the variables of a template');
  if (templateVersion !== undefined) {
    throw refusal('/templateVersion', 'not_applicable', 'has a meaning beside templateId alone');
  }
}

const refusal = (pointer: string, code: string, detail: string): BatchFault =>
  new BatchFault('invalid_batch', `${pointer}: ${detail}`, [{ pointer, code, detail }]);

function readFields(value: Record<string, unknown>): Fields {
  const parsed = apiBatchFields.extend({ outputs: z.array(z.unknown()).max(10).optional() }).safeParse(value);
  if (parsed.success) return parsed.data as Fields;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const [name = ''] = issue.keys;
    throw refusal(toPointer([name]), 'unknown_field', 'is not a field of a batch');
  }
  throw refusal(toPointer(issue?.path ?? []), 'invalid_value', issue?.message ?? 'is not valid');
}

/** What stands in the body and in the query says the same thing twice, and nobody knows which one is meant. */
function mergeFields(fields: Fields, query: QueryOf<typeof batchQuery>): Fields {
  const merged: Record<string, unknown> = { ...fields };
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (merged[name] !== undefined) throw refusal(`/${name}`, 'invalid_value', 'is given in the query as well');
    merged[name] = value;
  }
  return merged;
}

function declaredBy(composition: unknown): z.output<typeof variableDeclarationsSchema> {
  const parsed = z.looseObject({ variables: variableDeclarationsSchema }).safeParse(composition);
  return parsed.success ? parsed.data.variables : {};
}
