import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeMonitoring } from '../../packages/local-cloud/src/conformance/monitoring.ts';
import { differencesOf } from './moto-differences.ts';
import { motoIsWanted, type MotoServer, startMoto } from './moto-server.ts';

function againstMoto(): void {
  let moto: MotoServer;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());
  describeMonitoring('moto server', () => moto.endpoint, differencesOf('monitoring'));
}

function withoutMoto(): void {
  it('is not run against moto server unless REELYARD_MOTO=1', () => {
    console.info('CloudWatch metrics conformance against moto server: not run, set REELYARD_MOTO=1.');
    expect(motoIsWanted).toBe(false);
  });
}

describe('the CloudWatch metrics conformance suite', motoIsWanted ? againstMoto : withoutMoto);
