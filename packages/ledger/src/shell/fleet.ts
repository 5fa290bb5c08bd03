/** Rows of instances and of the scaler's lease. The scaler's writes are fenced by version or epoch, the agent's touch `agent` alone. */
import { type AgentReport, type Instance } from '@reelyard/contracts';
import { INSTANCE_PREFIX, instanceKey, poolPk, SCALER_KEY } from '../items/keys.ts';
import { strip } from '../items/job-item.ts';
import { type FleetLedger, type ScalerState } from '../ledger.ts';
import { type ItemStore } from '../item-store.ts';
import { type Effect, type Guard, type Item } from '../protocol/change.ts';
import { isSame } from '../protocol/same.ts';
import { absent, add, constant, eq, any, exists, lte, set } from '../protocol/words.ts';
import { attemptApply } from './view.ts';

type InstanceRows = Pick<
  FleetLedger,
  'createInstance' | 'findInstance' | 'listInstances' | 'updateInstance' | 'deleteInstance' | 'reportAgent'
>;

const toInstance = (item: Item): Instance => strip(item) as unknown as Instance;

export function instanceRows(store: ItemStore): InstanceRows {
  return {
    createInstance: async (instance) => {
      const key = instanceKey(instance.pool, instance.id);
      const applied = await store.apply([{ kind: 'put', key, guards: [absent('pk')], item: { ...instance, ...key } }]);
      return applied.kind === 'applied' || isShown(applied.refusals[0]?.before, instance);
    },
    findInstance: async (pool, id) => {
      const [item] = await store.get([instanceKey(pool, id)]);
      return item && toInstance(item);
    },
    listInstances: async (pool) => (await store.query({ pk: poolPk(pool), prefix: INSTANCE_PREFIX })).map(toInstance),
    updateInstance: async (before, change) => {
      const fields = Object.entries(change).filter(([, value]) => value !== undefined);
      const effects: Effect[] = fields.map(([field, value]) => set(field, constant(value)));
      const key = instanceKey(before.pool, before.id);
      const guards = [eq('version', constant(before.version))];
      const applied = await store.apply([{ kind: 'update', key, guards, effects: [...effects, add('version')] }]);
      if (applied.kind === 'applied') return true;
      const written = { ...Object.fromEntries(fields), version: before.version + 1 };
      return isShown(applied.refusals[0]?.before, written);
    },
    deleteInstance: async (pool, id) => {
      await store.apply([{ kind: 'delete', key: instanceKey(pool, id), guards: [] }]);
    },
    reportAgent: (pool, id, report) => reportAgent(store, pool, id, report),
  };
}

/** A call sent again after its reply was lost is refused by its own first write, which shows every field as wanted. */
const isShown = (item: Item | undefined, wanted: object): boolean =>
  item !== undefined && Object.entries(wanted).every(([field, value]) => isSame(item[field], value));

async function reportAgent(
  store: ItemStore,
  pool: string,
  id: string,
  report: AgentReport,
): Promise<Instance | undefined> {
  const applied = await store.apply([
    {
      kind: 'update',
      key: instanceKey(pool, id),
      guards: [exists('pk')],
      effects: [set('agent', constant(report))],
    },
  ]);
  return applied.kind === 'applied' && applied.after ? toInstance(applied.after) : undefined;
}

type ScalerRow = Pick<FleetLedger, 'acquireScaler' | 'saveScaler' | 'findScaler'>;

const toScaler = (item: Item): ScalerState => strip(item) as unknown as ScalerState;

export function scalerRow(store: ItemStore): ScalerRow {
  const findScaler = async (): Promise<ScalerState | undefined> => {
    const [item] = await store.get([SCALER_KEY]);
    return item && toScaler(item);
  };
  return {
    findScaler,
    acquireScaler: async (owner, leaseMs, now) => acquire(store, await findScaler(), owner, leaseMs, now),
    saveScaler: async (state) => {
      const { epoch, owner, leaseUntil, asleep, estimates, updatedAt } = state;
      const effects = Object.entries({ leaseUntil, asleep, estimates, updatedAt }).flatMap(([field, value]) =>
        value === undefined ? [] : [set(field, constant(value))],
      );
      const guards: Guard[] = [eq('epoch', constant(epoch)), eq('owner', constant(owner))];
      return (await store.apply([{ kind: 'update', key: SCALER_KEY, guards, effects }])).kind === 'applied';
    },
  };
}

async function acquire(
  store: ItemStore,
  before: ScalerState | undefined,
  owner: string,
  leaseMs: number,
  now: number,
): Promise<ScalerState | undefined> {
  if (before && before.owner !== owner && before.leaseUntil > now) return undefined;
  const epoch = before ? before.epoch + (before.owner === owner ? 0 : 1) : 1;
  const state: ScalerState = { asleep: false, ...before, epoch, owner, leaseUntil: now + leaseMs, updatedAt: now };
  const guards: Guard[] = before
    ? [
        eq('epoch', constant(before.epoch)),
        eq('owner', constant(before.owner)),
        // Whoever holds it may have renewed it since the read.
        any(eq('owner', constant(owner)), lte('leaseUntil', constant(now))),
      ]
    : [absent('pk')];
  const attempt = await attemptApply(store, [
    { kind: 'put', key: SCALER_KEY, guards, item: { ...SCALER_KEY, ...state } },
  ]);
  if (attempt.kind === 'applied') return state;
  if (attempt.kind === 'refused') return undefined;
  const [item] = await store.get([SCALER_KEY]);
  const after = item && toScaler(item);
  return after?.owner === owner && after.epoch === epoch ? after : undefined;
}
