import { describe, expect, it } from '@jest/globals';
import { checkAdded } from './added-variables.ts';

const deployed = { LEDGER_TABLE: 'reelyard-rehearsal-ledger', HOST: '0.0.0.0', PORT: '8080' };

describe('the environment that a rehearsal runs a deployed service in', () => {
  it('adds endpoints, region and credentials, and says which', () => {
    const running = { ...deployed, AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_SSM: 'x', AWS_REGION: 'r' };
    expect(checkAdded('scale', { deployed, running })).toEqual([
      'AWS_ENDPOINT_URL',
      'AWS_ENDPOINT_URL_SSM',
      'AWS_REGION',
    ]);
  });

  it('adds nothing else', () => {
    const running = { ...deployed, LEASE_MS: '1', AWS_PROFILE: 'mine' };
    expect(() => checkAdded('scale', { deployed, running })).toThrow(
      'scale does not run as deployed: LEASE_MS was added, AWS_PROFILE was added',
    );
  });

  it('changes and forgets nothing that was deployed', () => {
    const running = { LEDGER_TABLE: 'another', HOST: '0.0.0.0' };
    expect(() => checkAdded('scale', { deployed, running })).toThrow(
      'LEDGER_TABLE is not as deployed, PORT is not as deployed',
    );
  });

  it('maps the domain of the API for who calls it, and for nobody else', () => {
    const named = { ...deployed, API_URL: 'https://api.example.com' };
    const running = { ...named, API_URL: 'http://127.0.0.1:1' };
    expect(checkAdded('canary', { deployed: named, running, callsApi: true })).toEqual([]);
    expect(() => checkAdded('scale', { deployed: named, running })).toThrow('API_URL is not as deployed');
  });

  it("maps a server's port, and nobody else's", () => {
    const running = { ...deployed, HOST: '127.0.0.1', PORT: '0' };
    expect(checkAdded('job server', { deployed, running, isServer: true })).toEqual([]);
    expect(() => checkAdded('scale', { deployed, running })).toThrow('HOST is not as deployed');
  });
});
