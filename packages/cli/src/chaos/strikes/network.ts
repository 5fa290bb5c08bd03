/** Strikes at the network between one client and AWS: cut off from one service or from all of them, then healed. */
import { type FaultRule } from '@reelyard/local-cloud';
import { type Act, type Field, findVictim, holding } from './field.ts';

const SERVICES = ['dynamodb', 'sqs', 's3'] as const;

interface Client {
  name: string;
  /** Of its access key id, the beginning. */
  key: string;
}

/** Its key is its principal. */
const JOB_SERVER: Client = { name: 'job-server', key: 'job-server' };

let partitions = 0;

export const partitionAgent: Act = async (field) => {
  const victim = await findVictim(field, { lasts: true });
  if (!victim) return false;
  const client = { name: victim.id, key: victim.accessKeyId };
  return holding(field, victim.id, () => cutOff(field, 'partition-agent', client));
};

export const partitionJobServer: Act = (field) => cutOff(field, 'partition-job-server', JOB_SERVER);

/** Connections break at once, or calls are never answered. It counts when a call has met it. */
async function cutOff(
  field: Field,
  kind: 'partition-agent' | 'partition-job-server',
  client: Client,
): Promise<boolean> {
  const { dice, door, calm, times } = field;
  const id = `chaos-partition-${(partitions += 1)}`;
  const lastsMs = times.leaseMs * (0.5 + dice.next() * 1.5);
  const at = Date.now();
  await door.addRule(ruleOf(field, id, client.key));
  await calm.pause(lastsMs);
  const hits = await door.endRule(id);
  if (hits > 0) field.hit(kind, at, client.name);
  return hits > 0;
}

function ruleOf({ dice }: Field, id: string, key: string): FaultRule {
  const service = dice.chance(0.4) ? undefined : SERVICES[dice.between(0, SERVICES.length)];
  const match = { instanceOrKey: key, ...(service === undefined ? {} : { service }) };
  return { id, kind: dice.chance(0.5) ? 'partition' : 'never', match };
}
