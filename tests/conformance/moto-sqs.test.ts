import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeSqs } from '../../packages/local-cloud/src/conformance/sqs.ts';
import { differencesOf } from './moto-differences.ts';
import { motoIsWanted, type MotoServer, startMoto } from './moto-server.ts';

function againstMoto(): void {
  let moto: MotoServer;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());
  describeSqs('moto server', () => moto.endpoint, differencesOf('sqs'));
}

function withoutMoto(): void {
  it('is not run against moto server unless REELYARD_MOTO=1', () => {
    console.info('SQS conformance against moto server: not run, set REELYARD_MOTO=1.');
    expect(motoIsWanted).toBe(false);
  });
}

describe('the SQS conformance suite', motoIsWanted ? againstMoto : withoutMoto);
