/** Follows one job to its end: polls job and fleet, says each link of the chain once, moves the bar. */
import { type Instance, isEnded } from '@reelyard/contracts';
import { setTimeout as wait } from 'node:timers/promises';
import { type FarmClient, type JobView } from '../api/client.ts';
import { type Output } from '../output.ts';
import { type Bar, startBar } from '../progress/bar.ts';
import { Chain, type ChainLine, type Snapshot } from '../progress/chain.ts';

export interface FollowOptions {
  client: FarmClient;
  job: JobView;
  output: Output;
  /** What only the owner of a farm sees; a client of a remote farm follows the job alone. */
  fleet?: {
    listInstances(): Promise<Instance[]>;
    readSteps(instances: readonly Instance[]): Promise<Snapshot['steps']>;
  };
}

const pollMs = 200;

export async function followJob({ client, job: first, output, fleet }: FollowOptions): Promise<JobView> {
  const chain = new Chain(Date.now());
  let bar: Bar | undefined;
  let job = first;
  try {
    for (;;) {
      const seen = await look(fleet);
      job = await client.job(first.id);
      const lines = chain.advance({ at: Date.now(), job, ...seen });
      const isOver = isEnded(job.state);
      if (isOver) bar = finish(bar, job);
      for (const line of lines) output.line(format(line));
      if (isOver) return job;
      if (job.state === 'rendering' && !output.isJson) bar ??= startBar('rendering', process.stderr);
      bar?.update(job.percent ?? 0);
      await wait(pollMs);
    }
  } finally {
    bar?.stop();
  }
}

async function look(fleet: FollowOptions['fleet']): Promise<Pick<Snapshot, 'instances' | 'steps'>> {
  if (!fleet) return { instances: [], steps: new Map() };
  const instances = await fleet.listInstances();
  return { instances, steps: await fleet.readSteps(instances) };
}

function finish(bar: Bar | undefined, job: JobView): undefined {
  if (job.state === 'succeeded') bar?.update(100);
  bar?.stop();
  return undefined;
}

function format({ link, text }: ChainLine): string {
  return `▸ ${link.padEnd(10)} ${text}`;
}
