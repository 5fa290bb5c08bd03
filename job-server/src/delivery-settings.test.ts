import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Secret } from '@reelyard/runtime';
import { findDelivery } from './delivery-settings.ts';

const pem = (type: 'rsa' | 'ed25519'): Secret => {
  const { privateKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2_048 }) : generateKeyPairSync(type);
  return new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
};
const whole = { deliveryDomain: 'cdn.example', deliveryKeyPairId: 'K1', deliveryPrivateKey: pem('rsa') };
const nothing = { deliveryDomain: undefined, deliveryKeyPairId: undefined, deliveryPrivateKey: undefined };

describe('signing for the CDN', () => {
  it('is on when all of it is set and off when none is', () => {
    expect(findDelivery(whole)).toMatchObject({ domain: 'cdn.example', keyPairId: 'K1' });
    expect(findDelivery(nothing)).toBeUndefined();
  });

  it('names what half a configuration lacks', () => {
    const half = () => findDelivery({ ...nothing, deliveryDomain: 'cdn.example' });
    expect(half).toThrow(/the CDN needs DELIVERY_KEY_PAIR_ID and DELIVERY_PRIVATE_KEY too; set all three, or none/);
  });

  it('takes no address for a domain', () => {
    const wrong = () => findDelivery({ ...whole, deliveryDomain: 'https://cdn.example/' });
    expect(wrong).toThrow(/DELIVERY_DOMAIN="https:\/\/cdn.example\/"; allowed: a host name/);
  });

  it('takes an RSA key alone, and never prints what it was given', () => {
    for (const deliveryPrivateKey of [new Secret('hunter2'), pem('ed25519')]) {
      const wrong = () => findDelivery({ ...whole, deliveryPrivateKey });
      expect(wrong).toThrow(/^DELIVERY_PRIVATE_KEY=\*\*\*; allowed: an RSA private key in PEM$/);
    }
  });
});
