import { describe, expect, it } from '@jest/globals';
import { dialsSchema } from './dials.ts';

const refusal = (value: unknown): string | undefined => {
  const checked = dialsSchema.safeParse(value);
  return checked.success ? undefined : checked.error.message;
};

describe('the dials of an environment', () => {
  it('change what they name and nothing else', () => {
    expect(dialsSchema.safeParse({ patience: 0.9, gather: 0.3 })).toEqual({
      success: true,
      data: { patience: 0.9, gather: 0.3 },
    });
    expect(dialsSchema.safeParse({})).toEqual({ success: true, data: {} });
  });

  it('refuse a name that the law does not know, and a value that it cannot use', () => {
    expect(refusal({ pateince: 0.9 })).toBe('no dial is called pateince');
    expect(refusal({ patience: '0.9' })).toBe('patience is a number ≥ 0');
    expect(refusal({ switchSeconds: -1 })).toBe('switchSeconds is a number ≥ 0');
    expect(refusal({ gather: 1.5 })).toBe('gather is a share, at most 1');
    expect(refusal([])).toBe('not an object');
  });
});
