/** A plan lived and judged: by the checker of histories, by what must be true at rest, and by what no process may do. Its hash is that of the whole history. */
import { auditFarm, auditJob, createLedger, HistoryChecker, type HistoryLine } from '@reelyard/ledger';
import { toJob } from '../../packages/ledger/src/items/job-item.ts';
import { Farm } from './farm.ts';
import { judgeWebhooks } from './judge-webhooks.ts';
import { type Plan } from './plan.ts';
import { BIRTH } from './world/virtual-time.ts';
import { type World } from './world/world.ts';

export interface Finding {
  /** `S1` … `L3`, or `bug`. */
  readonly property: string;
  readonly because: string;
  /** Lines of the history, by position from 1. */
  readonly lines: readonly number[];
}

export interface Outcome {
  readonly seed: number;
  readonly hash: string;
  readonly findings: readonly Finding[];
  readonly transitions: ReadonlyMap<string, number>;
  readonly faults: ReadonlyMap<string, number>;
  /** What happened to webhooks. */
  readonly tellings: ReadonlyMap<string, number>;
  readonly steps: number;
  readonly virtualMs: number;
  readonly history: readonly HistoryLine[];
}

export async function runPlan(plan: Plan): Promise<Outcome> {
  const farm = new Farm(plan);
  const { world } = farm;
  const restless = await farm.live();
  await audit(world);
  const found = judge(world);
  if (restless !== undefined) found.push({ property: 'L3', because: `at the end ${restless}`, lines: [] });
  for (const { law, line } of world.broken) {
    const [property = 'bug', ...words] = law.split(' ');
    found.push({ property, because: words.join(' '), lines: [line] });
  }
  for (const bug of world.bugs)
    found.push({ property: bug.startsWith('S13') ? 'S13' : 'bug', because: bug, lines: [] });
  for (const { property, because, job } of judgeWebhooks(world.table.items(), world.receivers.all))
    found.push({ property, because, lines: toldOf(job, world) });
  const { transitions, faults, tellings, lines: history } = world;
  return {
    ...{ seed: plan.seed, hash: world.hash(), findings: found, transitions, faults, tellings, history },
    steps: world.time.steps,
    virtualMs: world.time.now - BIRTH,
  };
}

/** What is left, as consistent reads show it; and the bytes behind each result. */
async function audit(world: World): Promise<void> {
  const ledger = createLedger(world.table.truth);
  const recorder = world.recorder('audit');
  for (const item of world.table.items().filter(({ pk, sk }) => pk.startsWith('T#') && sk.startsWith('J#'))) {
    const { tenant, id, artifacts = [] } = toJob(item);
    const ref = { tenant, job: id };
    await auditJob(ledger, recorder, ref);
    for (const { name, key, sha256 } of artifacts)
      recorder.note('client.artifact', { ref, name, sha256: world.bucket.digestOf(key), expected: sha256 });
  }
  if (world.receivers.isAnybody) await auditFarm(ledger, recorder, world.time.now);
}

/** Lines of the history by which a job's events and what was heard of them stand. */
function toldOf(job: string, { lines }: World): number[] {
  return lines.flatMap(({ op, ref }, at) =>
    ref?.job === job && (op === 'rest' || op === 'client.webhook') ? [at + 1] : [],
  );
}

function judge({ lines }: World): Finding[] {
  const checker = new HistoryChecker();
  lines.forEach((line, at) => checker.take(line, `history:${at + 1}`));
  return checker.finish().violations.map(({ invariant, because, lines: places }) => ({
    ...{ property: invariant, because },
    lines: places.map((place) => Number(place.split(':')[1])),
  }));
}
