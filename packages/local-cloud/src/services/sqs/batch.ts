/** Rules of every batch action: 1 to 10 entries with distinct ids, and an outcome for each by itself. */
import { AwsError } from '../../service.ts';
import { asFields, findText, type Fields } from './fields.ts';
import { sqsError } from './sqs-error.ts';

const maxEntries = 10;

export interface BatchReply extends Record<string, unknown> {
  /** Left out when empty, as SQS does; so is `Failed`. */
  Successful?: Record<string, unknown>[];
  Failed?: { Id: string; Code: string; Message: string; SenderFault: boolean }[];
}

export interface BatchEntry {
  id: string;
  fields: Fields;
}

export function parseEntries(fields: Fields): BatchEntry[] {
  const sent = fields.Entries ?? [];
  if (!Array.isArray(sent)) throw sqsError('SerializationException', 'Entries must be a list.');
  if (sent.length === 0) throw sqsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (sent.length > maxEntries) {
    throw sqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${maxEntries}. You have sent ${sent.length}.`,
    );
  }
  const seen = new Set<string>();
  return sent.map((value) => {
    const entry = asFields(value, 'Entries');
    const id = findText(entry, 'Id') ?? '';
    if (!/^[\w-]{1,80}$/.test(id)) {
      throw sqsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(id)) throw sqsError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    seen.add(id);
    return { id, fields: entry };
  });
}

/** `each` throws an AwsError to fail its entry alone. */
export function runEntries<T extends { id: string }>(
  entries: readonly T[],
  each: (entry: T) => Record<string, unknown>,
): BatchReply {
  const succeeded: Record<string, unknown>[] = [];
  const failed: NonNullable<BatchReply['Failed']> = [];
  for (const entry of entries) {
    try {
      succeeded.push({ Id: entry.id, ...each(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id: entry.id, Code: error.code, Message: error.message, SenderFault: error.status < 500 });
    }
  }
  return { ...(succeeded.length > 0 && { Successful: succeeded }), ...(failed.length > 0 && { Failed: failed }) };
}
