/**
 * The thread that looks into media files by MediaInfo (WebAssembly). A file that hangs or crashes it takes this thread along and nothing else. It
 * asks the main thread for ranges of the file and has no other access to anything.
 */
import { parentPort, workerData } from 'node:worker_threads';
import mediaInfoFactory from 'mediainfo.js';
import { toProbe } from '../core/to-probe.ts';
import { type FromProbe, type ToProbe } from './probe-messages.ts';

const port = parentPort;
if (!port) throw new Error('is a worker thread');
const { wasm } = workerData as { wasm: string };
const reads = new Map<number, (bytes: Uint8Array) => void>();
let asked = 0;

const say = (message: FromProbe): void => port.postMessage(message);
const read = (size: number, offset: number): Promise<Uint8Array> =>
  new Promise((resolve) => {
    asked += 1;
    reads.set(asked, resolve);
    say({ kind: 'read', read: asked, offset, size });
  });

const mediaInfo = await mediaInfoFactory({ format: 'object', locateFile: () => wasm });

async function probe(bytes: number): Promise<void> {
  const found = await mediaInfo.analyzeData(bytes, read);
  say({ kind: 'probed', probe: toProbe(found.media?.track ?? []) });
}

port.on('message', (message: ToProbe) => {
  if (message.kind === 'probe') void probe(message.bytes);
  else {
    const resolve = reads.get(message.read);
    reads.delete(message.read);
    resolve?.(message.bytes);
  }
});
