/** The agent's own name for what an epoch publishes. */
import { artifactKey } from '@reelyard/render-agent';
import { REF } from './world.ts';

/** One role session a machine, as the policy of the instances has it. */
export const productionKey = (owner: string, epoch: number): string =>
  artifactKey(`role:${owner.split('/')[0] ?? owner}`, { ...REF, n: 0 }, epoch, 'video.mp4');
