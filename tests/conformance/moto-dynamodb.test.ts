import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeDynamoDb } from '../../packages/local-cloud/src/conformance/dynamodb.ts';
import { differencesOf } from './moto-differences.ts';
import { motoIsWanted, type MotoServer, startMoto } from './moto-server.ts';

function againstMoto(): void {
  let moto: MotoServer;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());
  describeDynamoDb('moto server', () => moto.endpoint, differencesOf('dynamodb'));
}

function withoutMoto(): void {
  it('is not run against moto server unless REELYARD_MOTO=1', () => {
    console.info('DynamoDB conformance against moto server: not run, set REELYARD_MOTO=1.');
    expect(motoIsWanted).toBe(false);
  });
}

describe('the DynamoDB conformance suite', motoIsWanted ? againstMoto : withoutMoto);
