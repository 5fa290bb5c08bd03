/**
 * Cuts the byte stream of a decoder into frames. Buffers are used again, because memory that is touched for the first time costs more
 * than decoding; at most `depth` frames wait, then the stream is paused.
 */
import { type Readable } from 'node:stream';
import { giveBack } from './give-back.ts';

const depth = 2;

export interface FrameReader {
  /** The next frame, or undefined at the end. The buffer is the caller's until `release`. */
  readonly next: () => Promise<Uint8ClampedArray | undefined>;
  readonly release: (frame: Uint8ClampedArray) => void;
}

interface State {
  readonly free: Uint8ClampedArray[];
  readonly ready: Uint8ClampedArray[];
  filling: Uint8ClampedArray | undefined;
  filled: number;
  hasEnded: boolean;
  wake: () => void;
}

function append(state: State, frameBytes: number, chunk: Buffer): void {
  let at = 0;
  while (at < chunk.length) {
    state.filling ??= state.free.pop() ?? new Uint8ClampedArray(frameBytes);
    const count = Math.min(chunk.length - at, frameBytes - state.filled);
    state.filling.set(chunk.subarray(at, at + count), state.filled);
    at += count;
    state.filled += count;
    if (state.filled < frameBytes) continue;
    state.ready.push(state.filling);
    state.filling = undefined;
    state.filled = 0;
  }
}

export function readFrames(stream: Readable, frameBytes: number): FrameReader {
  const state: State = { free: [], ready: [], filling: undefined, filled: 0, hasEnded: false, wake: () => undefined };
  stream.on('data', (chunk: Buffer) => {
    append(state, frameBytes, chunk);
    giveBack(chunk);
    if (state.ready.length >= depth) stream.pause();
    if (state.ready.length > 0) state.wake();
  });
  const end = () => {
    state.hasEnded = true;
    state.wake();
  };
  stream.once('end', end).once('error', end).once('close', end);
  return {
    async next() {
      while (state.ready.length === 0 && !state.hasEnded) {
        stream.resume();
        await new Promise<void>((resolve) => (state.wake = resolve));
      }
      const frame = state.ready.shift();
      if (state.ready.length < depth && !state.hasEnded) stream.resume();
      return frame;
    },
    release: (frame) => void state.free.push(frame),
  };
}
