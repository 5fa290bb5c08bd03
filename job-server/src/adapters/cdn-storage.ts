/**
 * Results through the CDN: reads are signed for CloudFront by its canned policy, everything else is the bucket's. The URL is signed as it is requested, so
 * each part of the key is encoded once, here. Signing asks nobody.
 */
import { getSignedUrl } from '@aws-sdk/cloudfront-signer';
import { type Clock } from '@reelyard/runtime';
import { type DeliverySettings } from '../delivery-settings.ts';
import { type Storage } from '../ports.ts';

export function createCdnStorage(
  bucket: Storage,
  { domain, keyPairId, privateKey }: DeliverySettings,
  clock: Pick<Clock, 'now'>,
): Storage {
  return {
    uri: (key) => bucket.uri(key),
    exists: (key) => bucket.exists(key),
    put: (key, body) => bucket.put(key, body),
    get: (key) => bucket.get(key),
    remove: (key) => bucket.remove(key),
    signPut: (key, wanted, seconds) => bucket.signPut(key, wanted, seconds),
    signGet: async (key, seconds) =>
      getSignedUrl({
        url: `https://${domain}/${key.split('/').map(encodeURIComponent).join('/')}`,
        keyPairId,
        privateKey: privateKey.reveal(),
        dateLessThan: new Date(clock.now() + seconds * 1_000),
        // CloudFront takes SHA-1 as well, which is what it began with.
        algorithm: 'SHA256',
      }),
  };
}
