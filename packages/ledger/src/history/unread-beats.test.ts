import { describe, expect, it } from '@jest/globals';
import { HistoryChecker } from './checker.ts';
import { type HistoryLine } from './line.ts';
import { createRecorder } from './recorder.ts';

/** A job is canceled, and then the owner of its task beats and is answered so. */
async function afterCancel(answer: Record<string, unknown>): Promise<string[]> {
  const lines: HistoryLine[] = [];
  const recorder = createRecorder(
    'p',
    (line) => lines.push(line),
    () => lines.length,
  );
  const ref = { tenant: 'acme', job: 'job_1', n: 0 };
  const tell = (op: string, asked: Record<string, unknown>, facts: Record<string, unknown>): Promise<void> =>
    recorder.around(
      op,
      { ref, ...asked },
      async () => undefined,
      () => ({ phase: 'ok', facts }),
    );
  await tell('submit', { tasks: 1, now: 1 }, { outcome: 'accepted' });
  await tell('claim', { owner: 'i-1/1' }, { epoch: 1 });
  await tell('cancel', { now: 5 }, { state: 'canceled' });
  await tell('heartbeat', { epoch: 1, owner: 'i-1/1', beat: 1 }, answer);
  const checker = new HistoryChecker();
  lines.forEach((line, at) => checker.take(line, `h:${at + 1}`));
  return checker.finish().violations.map(({ invariant }) => invariant);
}

describe('a beat after its job was canceled', () => {
  it('is no mistake when it says that it could not read the job', async () => {
    expect(await afterCancel({ unread: true })).toEqual([]);
  });

  it('is one when it was answered as if the job were active', async () => {
    expect(await afterCancel({})).toEqual(['S3']);
  });
});
