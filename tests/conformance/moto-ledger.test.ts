import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoLedger, createDynamoStore, createLedgerTableInput } from '@reelyard/ledger';
import { describeLedger, describePrograms } from '@reelyard/ledger/conformance';
import { connection } from '@reelyard/runtime';
import { motoIsWanted, type MotoServer, startMoto } from './moto-server.ts';

function againstMoto(): void {
  let moto: MotoServer;
  let client: DynamoDBClient;
  let tables = 0;

  beforeAll(async () => {
    moto = await startMoto();
    const credentials = { accessKeyId: 'moto', secretAccessKey: 'moto' };
    // One socket: moto answers on threads of its own, and rolls a refused transaction back over what others wrote meanwhile.
    const oneByOne = connection({ maxSockets: 1 });
    client = new DynamoDBClient({ ...oneByOne, endpoint: moto.endpoint, region: 'eu-west-1', credentials });
  });

  afterAll(async () => {
    client.destroy();
    await moto.stop();
  });

  const aTable = async (): Promise<string> => {
    tables += 1;
    const table = `ledger-${tables}`;
    await client.send(new CreateTableCommand(createLedgerTableInput(table)));
    return table;
  };

  describeLedger('moto server', async () => createDynamoLedger({ client, table: await aTable() }));
  describePrograms('moto server', async () => createDynamoStore({ client, table: await aTable() }), {
    seeds: [1, 3, 10],
    steps: 30,
    transitions: ['T1', 'T2', 'T4.first', 'T14'],
  });
}

function withoutMoto(): void {
  it('is not run against moto server unless REELYARD_MOTO=1', () => {
    console.info('Ledger conformance against moto server: not run, set REELYARD_MOTO=1.');
    expect(motoIsWanted).toBe(false);
  });
}

describe('the ledger conformance suite', motoIsWanted ? againstMoto : withoutMoto);
