/** What a farm is for, once: each scenario submits a job, brings it through, and holds its end against what it should be. */
import { isEnded } from '@reelyard/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { type CrashFarm } from './crash-farm.ts';
import { ask, useSignedUrl } from './insistent-client.ts';

const WITHIN_MS = 240_000;

export interface Accepted {
  scenario: string;
  id: string;
}

type Scenario = (farm: CrashFarm, key: string) => Promise<string>;

const project = (steps: readonly unknown[], more: object = {}): object => ({
  engine: 'scripted',
  project: { steps, ...more },
});
const short = [{ progress: { frames: 5, everyMs: 100 } }];

async function submit({ client }: CrashFarm, body: object, key: string): Promise<string> {
  return client.submit(body, key, Date.now() + WITHIN_MS);
}

/** @throws Error when it ends otherwise, or not in time */
async function endsAs(farm: CrashFarm, id: string, state: string, code?: string): Promise<void> {
  const giveUpAt = Date.now() + WITHIN_MS;
  for (;;) {
    const job = await farm.client.job(id).catch(() => undefined);
    if (job && isEnded(job.state)) {
      const isRight = job.state === state && (code === undefined || job.error?.code === code);
      if (!isRight) throw new Error(`${id} ended ${job.state} ${job.error?.code ?? ''}, and should be ${state}`);
      for (const { url, bytes } of job.artifacts ?? []) await useSignedUrl('GET', url, bytes);
      await farm.client.verify(job);
      return;
    }
    if (Date.now() > giveUpAt) throw new Error(`${id} is still ${job?.state ?? 'silent'}, and should be ${state}`);
    await pause(200);
  }
}

/** Id of the machine; undefined when it ended before anybody saw it render. */
async function untilRendering(farm: CrashFarm, id: string): Promise<string | undefined> {
  const giveUpAt = Date.now() + WITHIN_MS;
  while (Date.now() < giveUpAt) {
    const tasks = await farm.farm.ledger.listTasks(id);
    const found = tasks.find(({ state, phase }) => state === 'leased' && phase === 'rendering');
    if (found) return found.owner?.split('/')[0];
    if (tasks.some(({ state }) => ['done', 'failed', 'void'].includes(state))) return undefined;
    await pause(100);
  }
  throw new Error(`${id} never came to render`);
}

const withAsset: Scenario = async (farm, key) => {
  const ticket = await ask(farm, 'POST', '/v1/assets', {
    name: 'a.bin',
    contentType: 'application/octet-stream',
    bytes: 64,
  });
  await useSignedUrl('PUT', String(ticket['uploadUrl']), 64, ticket['headers'] as object);
  const body = project(short, { inputs: [ticket['uri']] });
  const id = await submit(farm, body, key);
  if ((await submit(farm, body, key)) !== id) throw new Error('the same key was given two jobs');
  await endsAs(farm, id, 'succeeded');
  await ask(farm, 'GET', `/v1/jobs/${id}/events`);
  await ask(farm, 'GET', '/v1/jobs');
  return id;
};

const inSegments: Scenario = async (farm, key) => {
  const id = await submit(farm, project(short, { segments: 3, frames: 30 }), key);
  await endsAs(farm, id, 'succeeded');
  return id;
};

const canceled: Scenario = async (farm, key) => {
  const id = await submit(farm, project([{ hang: { progressEveryMs: 100 } }]), key);
  await untilRendering(farm, id);
  await farm.client.cancel(id, Date.now() + WITHIN_MS);
  await endsAs(farm, id, 'canceled');
  return id;
};

const failsOnce: Scenario = async (farm, key) => {
  const id = await submit(farm, project([{ failUntilAttempt: 2, exit: 10 }, ...short]), key);
  await endsAs(farm, id, 'succeeded');
  return id;
};

const failsForGood: Scenario = async (farm, key) => {
  const id = await submit(farm, project([{ exit: 20 }]), key);
  await endsAs(farm, id, 'failed');
  return id;
};

const tooLate: Scenario = async (farm, key) => {
  const deadline = new Date(Date.now() + 9_000).toISOString();
  const body = { ...project([{ hang: { progressEveryMs: 100 } }]), deadline };
  const id = await submit(farm, body, key).catch(() => undefined);
  if (id === undefined) return tooLate(farm, `${key}+`);
  await endsAs(farm, id, 'failed', 'deadline_exceeded');
  return id;
};

const losesItsAgent: Scenario = async (farm, key) => {
  const id = await submit(farm, project([{ progress: { frames: 20, everyMs: 100 } }]), key);
  const machine = await untilRendering(farm, id);
  const { services = [] } = (await farm.door.listRunning()).find((each) => each.id === machine) ?? {};
  for (const { main } of services) if (main) kill(main.pid);
  await endsAs(farm, id, 'succeeded');
  return id;
};

const losesItsDoorbell: Scenario = async (farm, key) => {
  const resource = farm.farm.names.laneQueues.bulk;
  await farm.door.addRule({ id: `mute-${key}`, kind: 'drop-message', match: { service: 'sqs', resource }, times: 1 });
  const id = await submit(farm, { ...project(short), lane: 'bulk' }, key);
  await endsAs(farm, id, 'succeeded');
  return id;
};

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  withAsset,
  inSegments,
  canceled,
  failsOnce,
  failsForGood,
  tooLate,
  losesItsAgent,
  losesItsDoorbell,
};

let runs = 0;

/** All at once. @throws AggregateError of what went otherwise than it should */
export async function runScenarios(farm: CrashFarm, names: readonly string[]): Promise<Accepted[]> {
  runs += 1;
  const settled = await Promise.allSettled(
    names.map(async (scenario) => {
      const id = await SCENARIOS[scenario]?.(farm, `${scenario}-${runs}-${Date.now()}`);
      return { scenario, id: id ?? '' };
    }),
  );
  const wrong = settled.flatMap((each, n) => (each.status === 'rejected' ? [`${names[n]}: ${reason(each)}`] : []));
  if (wrong.length > 0) throw new Error(wrong.join('; '));
  return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

const reason = ({ reason: error }: PromiseRejectedResult): string =>
  error instanceof Error ? error.message : String(error);

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It died of its own fate a moment ago.
  }
}
