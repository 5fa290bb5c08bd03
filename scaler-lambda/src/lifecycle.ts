/**
 * The lifecycle function: turns EventBridge events on its queue into rows and steps, then drives what is under way for the
 * rest of its window. A message is done once its row exists; an event that is not ours is done at once.
 */
import { adopt } from './adopt.ts';
import { type PoolPolicy } from './core/index.ts';
import { direct, letGo } from './let-go.ts';
import { observeFleet } from './observe.ts';
import { type Farm } from './ports.ts';
import { reconcile } from './reconcile.ts';

export interface QueueBatch {
  Records: readonly { messageId: string; body: string }[];
}

export interface BatchReply {
  batchItemFailures: { itemIdentifier: string }[];
}

export interface LifecycleTimers {
  windowMs: number;
  pollMs: number;
}

interface Event {
  'detail-type'?: string;
  detail?: Record<string, unknown>;
}

export async function handleBatch(farm: Farm, batch: QueueBatch, timers: LifecycleTimers): Promise<BatchReply> {
  const failed = await Promise.all(
    batch.Records.map(async ({ messageId, body }) =>
      (await handleOne(farm, body)) ? [] : [{ itemIdentifier: messageId }],
    ),
  );
  await drive(farm, timers);
  return { batchItemFailures: failed.flat() };
}

/** No event tells that SSM came online, so what waits is polled while this invocation lives. */
async function drive(farm: Farm, timers: LifecycleTimers): Promise<void> {
  const endsAt = farm.clock.monotonic() + timers.windowMs;
  for (;;) {
    const open = await pass(farm);
    if (open === 0 || farm.clock.monotonic() + timers.pollMs >= endsAt) return;
    await farm.clock.sleep(timers.pollMs);
  }
}

async function pass(farm: Farm): Promise<number> {
  try {
    return await reconcile(farm, await observeFleet(farm));
  } catch (error) {
    farm.log.warn('lifecycle.pass-failed', { error });
    return 1;
  }
}

/** @returns false when the message should come back. */
async function handleOne(farm: Farm, body: string): Promise<boolean> {
  const event = parse(body);
  if (!event?.detail) {
    farm.log.warn('lifecycle.unreadable', { length: body.length });
    return true;
  }
  try {
    await route(farm, event['detail-type'] ?? '', event.detail);
    return true;
  } catch (error) {
    farm.log.warn('lifecycle.failed', { type: event['detail-type'], error });
    return false;
  }
}

async function route(farm: Farm, type: string, detail: Record<string, unknown>): Promise<void> {
  switch (type) {
    case 'EC2 Instance-launch Lifecycle Action':
      return onLaunch(farm, detail);
    case 'EC2 Instance-terminate Lifecycle Action':
      return onTerminate(farm, detail);
    case 'EC2 Instance Launch Unsuccessful':
      farm.log.error('capacity.unmet', { group: detail['AutoScalingGroupName'], because: detail['StatusMessage'] });
      farm.measure({
        metrics: [{ name: 'capacity.unmet', value: 1, unit: 'Count' }],
        properties: { reason: 'launch-failed', group: detail['AutoScalingGroupName'] },
      });
      return;
    case 'EC2 Spot Instance Interruption Warning':
      return onSpotNotice(farm, String(detail['instance-id'] ?? ''));
    default:
      // SSM status changes, rebalance advice: the pass after this one sees what they tell of.
      farm.log.debug('lifecycle.event', { type });
  }
}

async function onLaunch(farm: Farm, detail: Record<string, unknown>): Promise<void> {
  const pool = findPool(farm, detail);
  const id = text(detail, 'EC2InstanceId');
  if (!pool || id === undefined) return;
  const token = text(detail, 'LifecycleActionToken');
  await adopt(
    farm,
    pool,
    { id, lifecycle: 'Pending:Wait' },
    {
      hookName: text(detail, 'LifecycleHookName') ?? 'bootstrap',
      ...(token === undefined ? {} : { hookToken: token }),
      origin: text(detail, 'Origin') ?? 'EC2',
      destination: text(detail, 'Destination') ?? 'AutoScalingGroup',
    },
  );
}

async function onTerminate(farm: Farm, detail: Record<string, unknown>): Promise<void> {
  const pool = findPool(farm, detail);
  const id = text(detail, 'EC2InstanceId');
  if (pool && id !== undefined) await letGo(farm, pool, id, await farm.ledger.findInstance(pool.name, id));
}

/** The agent sees the notice itself; the directive makes sure that it takes nothing more. */
async function onSpotNotice(farm: Farm, id: string): Promise<void> {
  for (const pool of farm.policy.pools) {
    const row = await farm.ledger.findInstance(pool.name, id);
    if (!row || row.directive.kind === 'drain') continue;
    await direct(farm, row, 'drain', farm.clock.now());
    farm.log.warn('spot.notice', { pool: pool.name, instanceId: id });
  }
}

function findPool(farm: Farm, detail: Record<string, unknown>): PoolPolicy | undefined {
  return farm.policy.pools.find((pool) => pool.group === detail['AutoScalingGroupName']);
}

function text(detail: Record<string, unknown>, name: string): string | undefined {
  const value = detail[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function parse(body: string): Event | undefined {
  try {
    const event = JSON.parse(body) as unknown;
    return typeof event === 'object' && event !== null ? event : undefined;
  } catch {
    return undefined;
  }
}
