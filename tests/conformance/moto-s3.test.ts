import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeS3 } from '../../packages/local-cloud/src/conformance/s3.ts';
import { differencesOf } from './moto-differences.ts';
import { motoIsWanted, type MotoServer, startMoto } from './moto-server.ts';

function againstMoto(): void {
  let moto: MotoServer;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());
  describeS3('moto server', () => moto.endpoint, differencesOf('s3'));
}

function withoutMoto(): void {
  it('is not run against moto server unless REELYARD_MOTO=1', () => {
    console.info('S3 conformance against moto server: not run, set REELYARD_MOTO=1.');
    expect(motoIsWanted).toBe(false);
  });
}

describe('the S3 conformance suite', motoIsWanted ? againstMoto : withoutMoto);
