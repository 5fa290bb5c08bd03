import { describe, expect, it } from '@jest/globals';
import { checkRead, checkWrite } from './conditions.ts';
import { type StoredObject } from './objects.ts';

const at = Date.parse('2026-06-01T12:00:00Z');
const object: StoredObject = {
  key: 'k',
  size: 1,
  etag: 'abc',
  modifiedAt: at,
  detail: { segments: [], headers: {}, tags: {} },
};
const date = (offsetMs: number) => new Date(at + offsetMs).toUTCString();

describe('a condition on reading', () => {
  it.each([
    [{}, 'read'],
    [{ 'if-match': '"abc"' }, 'read'],
    [{ 'if-match': '*' }, 'read'],
    [{ 'if-none-match': '"abc"' }, 'not-modified'],
    [{ 'if-none-match': 'W/"abc", "x"' }, 'not-modified'],
    [{ 'if-none-match': '"x"', 'if-modified-since': date(0) }, 'read'],
    [{ 'if-modified-since': date(0) }, 'not-modified'],
    [{ 'if-modified-since': date(-1000) }, 'read'],
    [{ 'if-unmodified-since': date(0) }, 'read'],
    [{ 'if-match': '"abc"', 'if-unmodified-since': date(-1000) }, 'read'],
    [{ 'if-modified-since': 'no date' }, 'read'],
  ] as [Record<string, string>, string][])('%j means %s', (headers, outcome) => {
    expect(checkRead(object, headers)).toBe(outcome);
  });

  it.each([[{ 'if-match': '"x"' }], [{ 'if-unmodified-since': date(-1000) }]] as [Record<string, string>][])(
    '%j fails',
    (headers) => {
      expect(() => checkRead(object, headers)).toThrow(expect.objectContaining({ code: 'PreconditionFailed' }));
    },
  );
});

describe('a condition on writing', () => {
  it('lets none or exactly the expected one be there', () => {
    expect(() => checkWrite(undefined, { 'if-none-match': '*' })).not.toThrow();
    expect(() => checkWrite(object, { 'if-match': '"abc"' })).not.toThrow();
    const failed = (code: string) => expect.objectContaining({ code });
    expect(() => checkWrite(object, { 'if-none-match': '*' })).toThrow(failed('PreconditionFailed'));
    expect(() => checkWrite(object, { 'if-match': '"x"' })).toThrow(failed('PreconditionFailed'));
    expect(() => checkWrite(undefined, { 'if-match': '"abc"' })).toThrow(failed('NoSuchKey'));
    expect(() => checkWrite(object, { 'if-none-match': '"abc"' })).toThrow(failed('NotImplemented'));
  });
});
