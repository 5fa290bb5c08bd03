import { describe, expect, it } from '@jest/globals';
import { findFfmpeg, probeMedia } from '@reelyard/engines';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { listInstances, until, untilEnded } from './support/farm.ts';
import { useFarm } from './support/use-farm.ts';

const composition = {
  version: 'composition/1',
  canvas: { width: 320, height: 180, fps: { num: 25 }, background: '#102030' },
  tracks: [
    {
      clips: [
        {
          start: 0,
          length: 2,
          asset: { kind: 'text', text: 'Grüße, 70% off' },
          enter: { effect: 'fade', duration: 0.5 },
        },
      ],
    },
  ],
};

const use = useFarm({ engine: 'reel' });

describe('a farm without a single instance', () => {
  it('renders a submitted composition into a verified video and goes back to zero instances', async () => {
    expect(await listInstances(use.farm)).toEqual([]);

    const job = await use.farm.client.submit({ composition });
    expect(job.state).toBe('queued');
    const done = await untilEnded(use.farm, job.id);
    expect(done).toMatchObject({ state: 'succeeded', percent: 100 });

    const video = done.artifacts?.[0];
    const bytes = Buffer.from(await (await fetch(video?.url ?? '')).arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(video?.sha256);
    const file = join(use.farm.dir, 'video.mp4');
    writeFileSync(file, bytes);
    const ffmpeg = await findFfmpeg(process.env);
    const probe = await probeMedia(ffmpeg ?? '', file);
    expect(JSON.stringify(probe)).toContain('"frames":50');

    await until(
      'an empty fleet',
      async () => {
        const groups = await use.farm.clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
        const held = (groups.AutoScalingGroups ?? []).flatMap((group) => group.Instances ?? []);
        return held.length === 0 && (groups.AutoScalingGroups ?? []).every((group) => group.DesiredCapacity === 0);
      },
      90_000,
    );
    const events = await use.farm.client.events(job.id);
    expect(events.events.map((event) => event.type)).toEqual(['job.accepted', 'job.started', 'job.succeeded']);
  });
});
