/** What to do with a running task when the instance will be taken away: finish it if its rest and its upload fit, else hand it back now. */
export interface Notice {
  /** Milliseconds until the instance is gone. */
  leftMs: number;
  expectedRestMs: number | undefined;
}

/** Kept for verifying, uploading and committing after the last frame. */
export const PUBLISH_MARGIN_MS = 20_000;

export type NoticeDecision = { kind: 'finish'; because: string } | { kind: 'hand-back'; because: string };

export function decideNotice(notice: Notice): NoticeDecision {
  const { leftMs, expectedRestMs } = notice;
  if (expectedRestMs === undefined) return { kind: 'hand-back', because: 'its rest is not known' };
  if (expectedRestMs + PUBLISH_MARGIN_MS <= leftMs)
    return { kind: 'finish', because: `needs ${expectedRestMs} ms of ${leftMs} ms` };
  return { kind: 'hand-back', because: `would need ${expectedRestMs} ms of ${leftMs} ms` };
}
