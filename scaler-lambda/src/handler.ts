/**
 * The two Lambda functions of one bundle. `scale`: EventBridge Scheduler each minute, and `{ kick: true }` from the job
 * server. `lifecycle`: batches of the lifecycle queue, partial batch failures reported. The only file that reads the environment.
 */
import { createDynamoLedger, findHistory, recordHistory } from '@reelyard/ledger';
import { atSite, dynamoClient, keepYoungHeapSmall } from '@reelyard/runtime';
import { randomUUID } from 'node:crypto';
import { readConfig, type ScalerConfig } from './config.ts';
import { recordGroups } from './adapters/recorded-groups.ts';
import { createFarm } from './farm.ts';
import { type BatchReply, handleBatch, type QueueBatch } from './lifecycle.ts';
import { type Farm } from './ports.ts';
import { scale as runScale, type ScaleEnd } from './scale.ts';

interface Context {
  awsRequestId?: string;
  getRemainingTimeInMillis?(): number;
}

/** Kept free at the end of an invocation for the step under way. */
const MARGIN_MS = 5_000;

keepYoungHeapSmall();

let wired: { config: ScalerConfig; farm: Farm } | undefined;

/** Built at the first event, so that a bad environment is an error of the invocation, with its message in the log. */
function wire(): { config: ScalerConfig; farm: Farm } {
  if (wired) return wired;
  const config = readConfig(process.env);
  const history = findHistory(config.historyDir, 'scaler');
  const ledger = recordHistory(createDynamoLedger({ client: dynamoClient(), table: config.table }), history);
  const farm = createFarm(config, ledger);
  wired = { config, farm: { ...farm, groups: recordGroups(farm.groups, history) } };
  return wired;
}

export async function scale(event: unknown, context: Context = {}): Promise<{ ended: ScaleEnd }> {
  const { config, farm } = wire();
  const timers = {
    tickMs: config.tickMs,
    quickTickMs: config.quickTickMs,
    windowMs: within(context, config.scaleWindowMs),
    waitMs: isKick(event) ? 0 : config.scaleWindowMs,
    leaseMs: config.scalerLeaseMs,
  };
  const ended = await atSite('scale', () => runScale(farm, context.awsRequestId ?? randomUUID(), timers));
  farm.log.info('scaler.left', { because: ended });
  return { ended };
}

export async function lifecycle(batch: QueueBatch, context: Context = {}): Promise<BatchReply> {
  const { config, farm } = wire();
  const timers = { windowMs: within(context, config.lifecycleWindowMs), pollMs: config.bootPollMs };
  return atSite('lifecycle', () => handleBatch(farm, batch, timers));
}

/** Sent by the job server after an accept: whoever ticks already sees the job. */
function isKick(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'kick' in event;
}

function within({ getRemainingTimeInMillis }: Context, windowMs: number): number {
  const remaining = getRemainingTimeInMillis?.();
  return remaining === undefined ? windowMs : Math.max(0, Math.min(windowMs, remaining - MARGIN_MS));
}
