import { describe, expect, it } from '@jest/globals';
import { aBody, aVideo } from '../testing/fake-farm.ts';
import { findFault } from './judge.ts';
import { findSlot } from './slot.ts';

describe('a result', () => {
  it('is good when it is the file that the job promised', () => {
    expect(findFault(aVideo, aBody())).toBeUndefined();
  });

  it.each([
    ['refused', { status: 403 }, 'answers 403'],
    ['cut off', { bytes: 400 }, '400 bytes, 900 were promised'],
    ['another file', { sha256: 'cd' }, 'cd, ab was promised'],
    ['served as something else', { contentType: 'text/html' }, 'served as text/html'],
    ['no video', { head: new Uint8Array(12) }, 'no mp4'],
  ])('that is %s is bad, and it is said how', (_, change, words) => {
    expect(findFault(aVideo, aBody(change))).toContain(words);
  });

  it('of no bytes is bad, even when that was promised', () => {
    expect(findFault({ ...aVideo, bytes: 0 }, aBody({ bytes: 0 }))).toContain('empty');
  });
});

describe('the slot of a run', () => {
  const at = Date.parse('2026-03-01T10:29:59.999Z');

  it('is what the schedule says', () => {
    expect(findSlot({ slot: '2026-03-01T10:22:07Z' }, at)).toBe('2026-03-01T10:22:07Z');
  });

  it('is the quarter of an hour when nobody says, or says nothing usable', () => {
    for (const event of [undefined, null, {}, { slot: '<aws.scheduler.scheduled-time>' }, { slot: 7 }, 'x'])
      expect(findSlot(event, at)).toBe('2026-03-01T10:15:00.000Z');
    expect(findSlot({}, at + 1)).toBe('2026-03-01T10:30:00.000Z');
  });
});
