import { describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { getBuiltInEngine } from '@reelyard/engines';
import { classifyEnd, classifyFault } from './classify-failure.ts';

const { manifest } = getBuiltInEngine('scripted');
const end = (code: number | null, signal: string | null = null) => classifyEnd(manifest, { code, signal });

describe('whose fault a failure is', () => {
  it('follows the exit codes of the manifest', () => {
    expect(end(0)).toBeUndefined();
    expect(end(10)).toMatchObject({ class: 'engine', code: 'engine_failed' });
    expect(end(20)).toMatchObject({ class: 'permanent', code: 'engine_refused' });
    expect(end(30)).toMatchObject({ class: 'license', code: 'no_seat' });
    expect(end(77)).toMatchObject({ class: 'engine', code: 'engine_failed' });
  });

  it('is the engine, for a crash or the out-of-memory killer', () => {
    expect(end(null, 'SIGSEGV')).toMatchObject({ class: 'engine', code: 'engine_crashed' });
    expect(end(null, 'SIGKILL')).toMatchObject({ class: 'engine', code: 'engine_crashed' });
  });

  it('is the host, when the engine was asked to end and not by us', () => {
    expect(end(null, 'SIGTERM')).toMatchObject({ class: 'infra' });
    expect(end(143)).toMatchObject({ class: 'infra' });
  });

  it('is the engine, when the watchdog ended it', () => {
    const killed = { code: 'engine_hang', message: 'no progress for 120 s' };
    expect(classifyEnd(manifest, { code: null, signal: 'SIGTERM', killed })).toEqual({ class: 'engine', ...killed });
  });

  it('carries the word and the pointer of the engine', () => {
    const error = { code: 'font_missing', message: 'no such font', pointer: '/fonts/0' };
    expect(classifyEnd(manifest, { code: 20, signal: null, error })).toMatchObject({
      message: 'font_missing: no such font',
      pointer: '/fonts/0',
    });
  });

  it('is the machine or AWS, for what was thrown while the agent worked', () => {
    expect(classifyFault(Object.assign(new Error('full'), { code: 'ENOSPC' }))).toMatchObject({ code: 'disk_full' });
    expect(classifyFault(new FarmError('storage-unavailable', 'S3 says 503'))).toMatchObject({
      class: 'infra',
      code: 'storage_unavailable',
    });
    expect(classifyFault(new TypeError('a bug'))).toMatchObject({ class: 'infra', code: 'agent_fault' });
  });
});
