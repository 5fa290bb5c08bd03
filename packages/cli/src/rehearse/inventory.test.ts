import { describe, expect, it } from '@jest/globals';
import { namesIn, withoutInactive } from './inventory.ts';

describe('the inventory', () => {
  it('finds names of the environment in any format, each once', () => {
    const xml = '<Name>reelyard-rehearsal-scale</Name><Arn>arn:aws:iam::1:role/reelyard-rehearsal-scale</Arn>';
    expect(namesIn(xml, 'rehearsal')).toEqual(['reelyard-rehearsal-scale']);
    const json =
      '{"a":"Reelyard-rehearsal-Bootstrap","b":"/reelyard/rehearsal/agent","c":"/aws/lambda/reelyard-rehearsal-scale"}';
    expect(namesIn(json, 'rehearsal')).toEqual([
      '/aws/lambda/reelyard-rehearsal-scale',
      '/reelyard/rehearsal/agent',
      'Reelyard-rehearsal-Bootstrap',
    ]);
  });

  it('takes a cluster that was deleted for gone', () => {
    const cluster = (status: string): string =>
      JSON.stringify({ clusters: [{ clusterName: 'reelyard-rehearsal', status }] });
    expect(namesIn(withoutInactive(cluster('ACTIVE')), 'rehearsal')).toEqual(['reelyard-rehearsal']);
    expect(withoutInactive(cluster('INACTIVE'))).toBe('[]');
  });

  it('leaves what is not of the environment', () => {
    expect(namesIn('reelyard-dev-scale default AWS-RunShellScript', 'rehearsal')).toEqual([]);
  });
});
