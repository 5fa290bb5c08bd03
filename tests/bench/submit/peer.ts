/**
 * The peer of the bench: `@nexrender/server` with its default file database, on loopback. It answers before it writes the file, and
 * writes all of it for each job; both are as it ships. Prefilled by copies of a record that it wrote itself.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Started, start } from './child.ts';
import { runLoad } from './load.ts';

export interface PeerFigures {
  readonly acceptedPerSecond: number;
  readonly rssMb: number;
}

const require = createRequire(import.meta.url);
/** Its own handler; its `listen` would bind every address. */
const program = `
  const { createHandler } = require('@nexrender/server');
  const micro = require('micro');
  console.log = () => {};
  const server = micro(createHandler(''));
  server.listen(0, '127.0.0.1', () => process.stderr.write('peer listens on ' + server.address().port + '\\n'));
`;

export async function runPeer(options: {
  existing: number;
  requests: number;
  connections: number;
}): Promise<PeerFigures> {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-peer-'));
  const database = join(dir, 'database.json');
  try {
    writeFileSync(database, '[]');
    if (options.existing > 0) await prefill(database, options.existing);
    return await withPeer(database, async (peer) => {
      const { seconds } = await loadPeer(peer, options.requests, options.connections);
      return { acceptedPerSecond: options.requests / seconds, rssMb: peer.rssMb() };
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function startPeer(database: string): Promise<Started> {
  return start({
    name: '@nexrender/server',
    argv: ['-e', program],
    env: { NEXRENDER_DATABASE: database },
    cwd: dirname(require.resolve('@nexrender/server/package.json')),
    find: (line) => /peer listens on (\d+)/.exec(line)?.[1],
  });
}

async function withPeer<T>(database: string, use: (peer: Started) => Promise<T>): Promise<T> {
  const peer = await startPeer(database);
  try {
    return await use(peer);
  } finally {
    await peer.stop();
  }
}

/** A job of about the size of ours: one layer of text and one picture. */
const job = JSON.stringify({
  template: { src: 'https://media.example.com/template.aep', composition: 'main' },
  assets: [
    { type: 'image', src: 'https://media.example.com/products/4006381333931.jpg', layerName: 'photo' },
    { type: 'data', layerName: 'headline', property: 'Source Text', value: 'Spring sale: 30% off' },
    { type: 'data', layerName: 'background', property: 'Color', value: '#0b1020' },
  ],
  actions: { postrender: [{ module: '@nexrender/action-encode', preset: 'mp4', output: 'video.mp4' }] },
});

function loadPeer(peer: Started, requests: number, connections: number): ReturnType<typeof runLoad> {
  return runLoad({
    origin: `http://127.0.0.1:${peer.ready}`,
    path: '/api/v1/jobs',
    headers: { 'content-type': 'application/json' },
    status: 200,
    body: () => job,
    ...{ requests, connections },
  });
}

async function prefill(database: string, existing: number): Promise<void> {
  const record = await withPeer(database, async (peer) => {
    await loadPeer(peer, 1, 1);
    let found = findRecord(database);
    while (!found) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      found = findRecord(database);
    }
    return found;
  });
  const records = Array.from({ length: existing }, (_, n) => ({ ...record, uid: `prefilled-${n}` }));
  writeFileSync(database, JSON.stringify(records));
}

/** The first record of the file; it may be read while it is being written. */
function findRecord(database: string): Record<string, unknown> | undefined {
  try {
    return (JSON.parse(readFileSync(database, 'utf8')) as Record<string, unknown>[])[0];
  } catch {
    return undefined;
  }
}
