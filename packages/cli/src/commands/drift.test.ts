import { describe, expect, it } from '@jest/globals';
import { type StackLook } from '../operate/look.ts';
import { type PlannedChange } from '../operate/terraform/plan-summary.ts';
import { toReport } from './drift.ts';

const aChange = (address: string, isOutside: boolean): PlannedChange => ({
  address,
  type: 'aws_sqs_queue',
  effect: 'update',
  attributes: ['tags'],
  isOutside,
});
const aLook = (stack: StackLook['stack'], changes: PlannedChange[], isDeployed = true): StackLook => ({
  stack,
  kind: 'planned',
  isDeployed,
  create: 0,
  update: changes.length,
  replace: 0,
  destroy: 0,
  changes,
  outputs: [],
});
const aDiff = (stacks: StackLook[], isSame: boolean) => ({
  environment: 'dev',
  image: { kind: 'deployed' as const, digest: 'sha256:0' },
  isSame,
  stacks,
});

describe('drift', () => {
  it('is none when a deploy would change nothing', () => {
    expect(toReport(aDiff([aLook('queue', [])], true))).toEqual({
      environment: 'dev',
      hasDrifted: false,
      outside: [],
      undeployed: [],
      absent: [],
    });
  });

  it('tells what somebody changed from what was never deployed', () => {
    const report = toReport(aDiff([aLook('queue', [aChange('a', true), aChange('b', false)])], false));
    expect(report).toMatchObject({
      hasDrifted: true,
      outside: [{ stack: 'queue', address: 'a' }],
      undeployed: [{ stack: 'queue', address: 'b' }],
    });
  });

  it('names stacks that are not deployed instead of listing all that is in them', () => {
    const stacks: StackLook[] = [
      aLook('network', [aChange('a', false)], false),
      { stack: 'scaler', kind: 'blocked', by: ['network'] },
    ];
    expect(toReport(aDiff(stacks, false))).toMatchObject({ undeployed: [], absent: ['network', 'scaler'] });
  });
});
