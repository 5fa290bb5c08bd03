/** Why a job waits, for people. */
import { type JobWaitReason, waitWords } from '@reelyard/contracts';

/** As the API tells it. A farm that is newer than this command may say a word that is not known here. */
export interface WaitView {
  reason: string;
  position: number | null;
  etaSeconds: number | null;
  until?: string;
}

/** `an instance boots, or is about to come free (capacity-booting); 2 tasks first; in about 40 s` */
export function describeWait({ reason, position, etaSeconds, until }: WaitView): string {
  const first = position === null || position === 0 ? [] : [`${position} ${position === 1 ? 'task' : 'tasks'} first`];
  const when = until === undefined ? describeEta(etaSeconds) : [`not before ${until}`];
  return [meaningOf(reason), ...first, ...when].join('; ');
}

export function meaningOf(reason: string): string {
  const words: { means: string } | undefined = waitWords[reason as JobWaitReason];
  return words === undefined ? reason : `${words.means.replaceAll('`', '')} (${reason})`;
}

function describeEta(seconds: number | null): string[] {
  if (seconds === null) return [];
  if (seconds === 0) return ['any moment'];
  return [seconds < 120 ? `in about ${seconds} s` : `in about ${Math.round(seconds / 60)} min`];
}
