/**
 * Conditional writes in the fewest calls: one change is one plain call, more are one transaction (an SDK call costs 0.7–1.0 ms of CPU, whatever is in it).
 * Conflicts are waited out with jitter; what comes back is applied, or refused by a guard.
 */
import {
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { FarmError } from '@reelyard/contracts';
import { type Applied, MAX_CHANGES } from '../item-store.ts';
import { type Change } from '../protocol/change.ts';
import { compile, type Request } from './compile.ts';
import { decodeItem } from './encode.ts';
import { judgeWriteError, type WriteError } from './errors.ts';

export interface WriterPorts {
  client: DynamoDBClient;
  table: string;
  /** 0..1. */
  random: () => number;
  sleep: (ms: number) => Promise<void>;
}

/** A conflict lasts as long as the other transaction, some 10 ms: full jitter over 5 ms·2ⁿ up to 200 ms, about 2 s in all. */
const CONFLICT_TRIES = 20;
const CONFLICT_BASE_MS = 5;
const CONFLICT_MAX_MS = 200;

export class Writer {
  readonly #ports: WriterPorts;

  constructor(ports: WriterPorts) {
    this.#ports = ports;
  }

  async apply(changes: readonly Change[]): Promise<Applied> {
    const requests = changes.map(compile);
    for (let tried = 0; tried < CONFLICT_TRIES; tried += 1) {
      const outcome = await this.#send(requests);
      if (outcome.kind === 'fault') throw outcome.error;
      if (outcome.kind !== 'conflict') return outcome;
      await this.#waitOut(tried);
    }
    throw new FarmError('ledger-throttled', `still in conflict after ${CONFLICT_TRIES} tries`);
  }

  /** See ItemStore.applyEach: one transaction for a hundred, less what it refuses; what is in conflict goes last, alone. */
  async applyEach(changes: readonly Change[]): Promise<boolean[]> {
    const applied = changes.map(() => false);
    await Promise.all(batchesOf(changes).map((batch) => this.#applyBatch(changes, batch, applied)));
    return applied;
  }

  async #applyBatch(changes: readonly Change[], batch: number[], applied: boolean[]): Promise<void> {
    const requests = new Map(
      batch.flatMap((index) => (changes[index] ? [[index, compile(changes[index])] as const] : [])),
    );
    const alone: number[] = [];
    let together = [...requests.keys()];
    while (together.length > 0) {
      const outcome = await this.#send(together.flatMap((index) => requests.get(index) ?? []));
      if (outcome.kind === 'fault') throw outcome.error;
      if (outcome.kind === 'applied') {
        for (const index of together) applied[index] = true;
        break;
      }
      const refused = outcome.kind === 'refused' ? outcome.refusals.map(({ index }) => index) : [];
      alone.push(...outcome.conflicts.flatMap((at) => together[at] ?? []));
      const leaving = new Set([...refused, ...outcome.conflicts]);
      together = together.filter((_, at) => !leaving.has(at));
    }
    for (const index of alone) {
      const change = changes[index];
      if (change) applied[index] = (await this.apply([change])).kind === 'applied';
    }
  }

  async #send(requests: readonly Request[]): Promise<AppliedNow | WriteError> {
    try {
      const [only] = requests;
      if (requests.length === 1 && only && only.kind !== 'check') return await this.#sendOne(only);
      await this.#ports.client.send(
        new TransactWriteItemsCommand({ TransactItems: requests.map((request) => this.#member(request)) }),
      );
      return { kind: 'applied' };
    } catch (error) {
      return judgeWriteError(error);
    }
  }

  async #sendOne(request: Exclude<Request, { kind: 'check' }>): Promise<AppliedNow> {
    const { client, table: TableName } = this.#ports;
    const { condition } = request;
    if (request.kind === 'update') {
      const { Key, UpdateExpression } = request;
      const input = { TableName, Key, UpdateExpression, ...condition, ReturnValues: 'ALL_NEW' as const };
      const { Attributes: after } = await client.send(new UpdateItemCommand(input));
      return after ? { kind: 'applied', after: decodeItem(after) } : { kind: 'applied' };
    }
    if (request.kind === 'put') await client.send(new PutItemCommand({ TableName, Item: request.Item, ...condition }));
    else await client.send(new DeleteItemCommand({ TableName, Key: request.Key, ...condition }));
    return { kind: 'applied' };
  }

  #member(request: Request): TransactWriteItem {
    const TableName = this.#ports.table;
    const { condition } = request;
    if (request.kind === 'put') return { Put: { TableName, Item: request.Item, ...condition } };
    if (request.kind === 'delete') return { Delete: { TableName, Key: request.Key, ...condition } };
    if (request.kind === 'update')
      return { Update: { TableName, Key: request.Key, UpdateExpression: request.UpdateExpression, ...condition } };
    return { ConditionCheck: { TableName, Key: request.Key, ConditionExpression: '', ...condition } };
  }

  #waitOut(tried: number): Promise<void> {
    return this.#ports.sleep(this.#ports.random() * Math.min(CONFLICT_BASE_MS * 2 ** tried, CONFLICT_MAX_MS));
  }
}

type AppliedNow = Extract<Applied, { kind: 'applied' }>;

/** Positions in batches of a hundred; an item that comes twice goes to another batch, because a transaction names it once. */
function batchesOf(changes: readonly Change[]): number[][] {
  const batches: { indexes: number[]; names: Set<string> }[] = [];
  changes.forEach(({ key }, index) => {
    const name = `${key.pk}\u0000${key.sk}`;
    let batch = batches.find(({ indexes, names }) => indexes.length < MAX_CHANGES && !names.has(name));
    if (!batch) batches.push((batch = { indexes: [], names: new Set() }));
    batch.indexes.push(index);
    batch.names.add(name);
  });
  return batches.map(({ indexes }) => indexes);
}
