/** Submits a composition, follows it to its end and prints where its video is: `node examples/use-the-client.ts` with REELYARD_URL and REELYARD_KEY. */
import { ApiError, createClient } from '@reelyard/client';

const farm = createClient({ url: process.env['REELYARD_URL'] ?? '', key: process.env['REELYARD_KEY'] ?? '' });
const composition = {
  canvas: { width: 320, height: 180 },
  tracks: [{ clips: [{ length: 2, asset: { kind: 'text', text: 'Hello' } }] }],
} as const;

try {
  const job = await farm.submitJob({ body: { composition }, signal: AbortSignal.timeout(60_000) });
  for await (const news of farm.events(job)) {
    console.log(news.kind === 'event' ? news.event.type : `${news.job.percent} %`);
  }
  const { state, error, artifacts = [] } = await farm.waitFor(job);
  console.log(state, error?.message ?? artifacts[0]?.url);
} catch (error) {
  console.error(error instanceof ApiError ? error.errors : error);
  process.exitCode = 1;
}
