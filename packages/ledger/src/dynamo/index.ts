/** The ledger on DynamoDB. One client per process: it keeps the connections. */
import { type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { systemClock } from '@reelyard/runtime';
import { createLedger, type LedgerOptions } from '../create-ledger.ts';
import { type ItemStore } from '../item-store.ts';
import { type Ledger } from '../ledger.ts';
import { watchTries } from './open-writes.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

export interface DynamoLedgerOptions extends LedgerOptions {
  client: DynamoDBClient;
  table: string;
  /** 0..1, for the jitter between tries of a write in conflict. */
  random?: () => number;
  sleep?: (ms: number) => Promise<void>;
}

export function createDynamoLedger(options: DynamoLedgerOptions): Ledger {
  return createLedger(createDynamoStore(options), options);
}

export function createDynamoStore({ client: plain, table, random, sleep }: DynamoLedgerOptions): ItemStore {
  const client = watchTries(plain);
  const reader = new Reader(client, table);
  const writer = new Writer({ client, table, random: random ?? Math.random, sleep: sleep ?? systemClock.sleep });
  return {
    apply: (changes) => writer.apply(changes),
    applyEach: (changes) => writer.applyEach(changes),
    get: (keys) => reader.get(keys),
    query: (query) => reader.query(query),
    queryIndex: (query) => reader.queryIndex(query),
    countIndex: (query) => reader.countIndex(query),
    ping: async () => {
      await reader.get([{ pk: 'ping', sk: '-' }]);
    },
  };
}
