import { describe, expect, it } from '@jest/globals';
import { integer, list, oneOf, parseConfig, Secret, secret, text } from './config.ts';

const shape = {
  table: text('LEDGER_TABLE'),
  heartbeatMs: integer('HEARTBEAT_MS', { default: 10_000, min: 100 }),
  level: oneOf('LOG_LEVEL', ['info', 'debug'], 'info'),
  allow: list('FETCH_ALLOW'),
};

describe('the configuration of a service', () => {
  it('takes defaults for what is not set and for what is blank', () => {
    expect(parseConfig({ LEDGER_TABLE: 'jobs', HEARTBEAT_MS: '' }, shape)).toEqual({
      table: 'jobs',
      heartbeatMs: 10_000,
      level: 'info',
      allow: [],
    });
  });

  it('names every bad variable at once, with its value and what is allowed', () => {
    const read = () => parseConfig({ HEARTBEAT_MS: '5', LOG_LEVEL: 'loud' }, shape);
    expect(read).toThrow(/LEDGER_TABLE is not set/);
    expect(read).toThrow(/HEARTBEAT_MS="5"; allowed: an integer from 100/);
    expect(read).toThrow(/LOG_LEVEL="loud"; allowed: info, debug/);
  });

  it('never prints a secret', () => {
    const { token } = parseConfig({ TOKEN: 'hunter2' }, { token: secret('TOKEN') });
    expect(token.reveal()).toBe('hunter2');
    expect(`${token} ${JSON.stringify({ token })}`).toBe('*** {"token":"***"}');
    expect(token).toBeInstanceOf(Secret);
  });
});
