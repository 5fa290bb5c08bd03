/** Signing for the CDN is configured wholly or not at all: half of it would hand out URLs that nobody can open. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { FarmError } from '@reelyard/contracts';
import { type Secret } from '@reelyard/runtime';

export interface DeliverySettings {
  /** Of the distribution or its alias, without a scheme. */
  domain: string;
  /** Id of the public key at CloudFront. */
  keyPairId: string;
  privateKey: Secret;
}

export interface DeliveryVariables {
  deliveryDomain: string | undefined;
  deliveryKeyPairId: string | undefined;
  deliveryPrivateKey: Secret | undefined;
}

/** Undefined when nothing is set: URLs of S3. @throws FarmError `config-invalid` that names what is missing or wrong */
export function findDelivery({
  deliveryDomain: domain,
  deliveryKeyPairId: keyPairId,
  deliveryPrivateKey: privateKey,
}: DeliveryVariables): DeliverySettings | undefined {
  const given = Object.entries({
    DELIVERY_DOMAIN: domain,
    DELIVERY_KEY_PAIR_ID: keyPairId,
    DELIVERY_PRIVATE_KEY: privateKey,
  });
  const missing = given.filter(([, value]) => value === undefined).map(([name]) => name);
  if (missing.length === given.length) return undefined;
  if (domain === undefined || keyPairId === undefined || privateKey === undefined)
    throw new FarmError('config-invalid', `the CDN needs ${missing.join(' and ')} too; set all three, or none for S3`);
  if (!/^[a-z0-9.-]+$/i.test(domain))
    throw new FarmError('config-invalid', `DELIVERY_DOMAIN="${domain}"; allowed: a host name without a scheme`);
  if (readKey(privateKey)?.asymmetricKeyType !== 'rsa')
    throw new FarmError('config-invalid', 'DELIVERY_PRIVATE_KEY=***; allowed: an RSA private key in PEM');
  return { domain, keyPairId, privateKey };
}

function readKey(privateKey: Secret): KeyObject | undefined {
  try {
    return createPrivateKey(privateKey.reveal());
  } catch {
    return undefined;
  }
}
