/** Strikes at the processes that serve and scale, and at EC2's stock of machines. */
import { type Act, type Field } from './field.ts';

const LOOK_AGAIN_MS = 300;
/** Launches that a strike spoils. */
const SPOILED = 1;

const restarts = new WeakMap<Field, Promise<void>>();

/** One at a time: the next strike waits until it is back. */
export const killJobServer: Act = async (field) => {
  await restarts.get(field);
  if (field.calm.isOver) return false;
  const { farm } = field;
  const killedAt = Date.now();
  farm.jobServer.signal('SIGKILL');
  await farm.jobServer.exited;
  field.hit('kill-job-server', killedAt);
  const back = startServer(field).then(() => void field.serverBackMs.push(Date.now() - killedAt));
  restarts.set(field, back);
  await back;
  return true;
};

/** As its supervisor would: again until it comes up. */
async function startServer(field: Field): Promise<void> {
  while (!field.isAbandoned) {
    try {
      await field.farm.restartJobServer();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }
}

/** Between observing and applying, or wherever it just is. */
export const killScaler: Act = async (field) => {
  const { scaleFunction, lifecycleFunction } = field.farm.names;
  const name = field.dice.chance(0.5) ? scaleFunction : lifecycleFunction;
  const at = Date.now();
  if ((await field.door.killFunction(name)) === 0) return false;
  field.hit('kill-scaler', at, name);
  return true;
};

/** Counted launch by launch, when the faults end: see the storm. */
export const noCapacity: Act = async (field) => {
  await field.door.spoilLaunches(SPOILED);
  return true;
};
