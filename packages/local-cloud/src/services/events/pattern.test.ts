import { describe, expect, it } from '@jest/globals';
import { matchesPattern, parsePattern } from './pattern.ts';

const event = {
  source: 'aws.autoscaling',
  'detail-type': 'EC2 Instance-launch Lifecycle Action',
  detail: { AutoScalingGroupName: 'reelyard-dev-spot', Origin: 'EC2', attempt: 3 },
};

const matches = (pattern: unknown) => matchesPattern(parsePattern(JSON.stringify(pattern)), event);

describe('an event pattern', () => {
  it('matches when every named field has one of its values', () => {
    expect(matches({ source: ['aws.ec2', 'aws.autoscaling'], detail: { Origin: ['EC2'] } })).toBe(true);
    expect(matches({ source: ['aws.ec2'] })).toBe(false);
    expect(matches({ detail: { missing: ['x'] } })).toBe(false);
  });

  it('understands prefix, anything-but, exists and numeric', () => {
    expect(matches({ detail: { AutoScalingGroupName: [{ prefix: 'reelyard-dev-' }] } })).toBe(true);
    expect(matches({ detail: { AutoScalingGroupName: [{ prefix: 'reelyard-prod-' }] } })).toBe(false);
    expect(matches({ detail: { Origin: [{ 'anything-but': ['WarmPool'] }] } })).toBe(true);
    expect(matches({ detail: { Origin: [{ 'anything-but': ['EC2'] }] } })).toBe(false);
    expect(matches({ detail: { missing: [{ exists: false }] } })).toBe(true);
    expect(matches({ detail: { attempt: [{ numeric: ['>', 2, '<=', 3] }] } })).toBe(true);
    expect(matches({ detail: { attempt: [{ numeric: ['>', 3] }] } })).toBe(false);
  });

  it('is refused rather than half understood when it uses a filter that is not emulated', () => {
    expect(() => parsePattern('{"source":[{"wildcard":"a*"}]}')).toThrow(/wildcard is not emulated/);
    expect(() => parsePattern('{"source":"aws.ec2"}')).toThrow(/an object is needed/);
  });
});
