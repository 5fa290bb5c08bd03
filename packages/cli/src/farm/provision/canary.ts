/** The canary of a farm on this machine: its function, its key, and its clock. It runs when the job server is up, whose address it needs. */
import { CreateScheduleCommand } from '@aws-sdk/client-scheduler';
import { type Ledger } from '@reelyard/ledger';
import { createCanaryKey } from '../../operate/canary-key.ts';
import { type ProvisionContext, unlessThere } from './context.ts';
import { putFunction } from './functions.ts';

export interface CanarySettings {
  zip: Uint8Array;
  environment: Record<string, string>;
}

/** All of a run; it gives up its job after nine minutes. */
const timeoutSeconds = 600;

export async function provisionCanary(
  context: ProvisionContext,
  ledger: Ledger,
  { zip, environment }: CanarySettings,
): Promise<void> {
  const { names, clients, region, accountId } = context;
  await createCanaryKey({ ledger, ssm: clients.ssm, parameter: names.canaryKeyParameter }, Date.now());
  await putFunction(context, { name: names.canaryFunction, handler: 'index.canary', zip, environment, timeoutSeconds });
  await unlessThere(
    () =>
      clients.scheduler.send(
        new CreateScheduleCommand({
          Name: names.canarySchedule,
          ScheduleExpression: 'rate(15 minutes)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: {
            Arn: `arn:aws:lambda:${region}:${accountId}:function:${names.canaryFunction}`,
            RoleArn: `arn:aws:iam::${accountId}:role/${names.roles.canarySchedule}`,
            Input: JSON.stringify({ slot: '<aws.scheduler.scheduled-time>' }),
          },
        }),
      ),
    'ConflictException',
  );
}
