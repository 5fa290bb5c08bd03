import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Secret } from '@reelyard/runtime';
import { fakeStorage } from '../testing/fakes.ts';
import { createCdnStorage } from './cdn-storage.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const now = Date.UTC(2026, 10, 21, 12, 0, 0, 400);
const settings = { domain: 'cdn.example', keyPairId: 'K2JCJMDEHXQW5F', privateKey: new Secret(privateKey) };
const storage = createCdnStorage(fakeStorage(), settings, { now: () => now });
const key = 'artifacts/AROAEXAMPLE:i-0abc/acme/job_1/task_1/2/my video+1.mp4';
const path = 'artifacts/AROAEXAMPLE%3Ai-0abc/acme/job_1/task_1/2/my%20video%2B1.mp4';

/**
 * What CloudFront does with such a URL: it takes its own parameters away, writes the canned policy for the rest and verifies the signature with the
 * public key. Source: CloudFront developer guide, "Create a signed URL using a canned policy": the policy has no white space, and the signature's
 * base64 has `-_~` for `+=/`.
 */
function isAccepted(text: string, at: number, pem = publicKey): boolean {
  const [address = '', query = ''] = text.split('?');
  const parameters = new URLSearchParams(query);
  const expires = Number(parameters.get('Expires'));
  const policy = `{"Statement":[{"Resource":"${address}","Condition":{"DateLessThan":{"AWS:EpochTime":${expires}}}}]}`;
  const letters: Record<string, string> = { '-': '+', _: '=', '~': '/' };
  const base64 = (parameters.get('Signature') ?? '').replace(/[-_~]/g, (letter) => letters[letter] ?? '');
  const isSigned = verify('RSA-SHA256', Buffer.from(policy), pem, Buffer.from(base64, 'base64'));
  return isSigned && parameters.get('Hash-Algorithm') === 'SHA256' && at < expires * 1_000;
}

describe('a result URL of the CDN', () => {
  it('names the object at the CDN, the key that signed, and when it ends', async () => {
    const url = new URL(await storage.signGet(key, 3_600));
    expect(`${url.origin}${url.pathname}`).toBe(`https://cdn.example/${path}`);
    expect(url.searchParams.get('Key-Pair-Id')).toBe('K2JCJMDEHXQW5F');
    expect(url.searchParams.get('Expires')).toBe(String(Math.floor(now / 1_000) + 3_600));
  });

  it('opens until then with the public key that CloudFront has', async () => {
    const url = await storage.signGet(key, 3_600);
    expect(isAccepted(url, now)).toBe(true);
    expect(isAccepted(url, now + 3_600_000)).toBe(false);
  });

  it('opens nothing else: not another object, not a longer time, not by another key', async () => {
    const url = await storage.signGet(key, 3_600);
    expect(isAccepted(url.replace('job_1', 'job_2'), now)).toBe(false);
    expect(isAccepted(url.replace(/Expires=\d+/, 'Expires=4102444800'), now)).toBe(false);
    const other = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey;
    expect(isAccepted(url, now, other.export({ type: 'spki', format: 'pem' }).toString())).toBe(false);
  });

  it('is for reading alone: uploads and questions go to the bucket', async () => {
    const put = await storage.signPut('assets/a', { contentType: 'image/png' }, 60);
    expect(put.url).toBe('https://artifacts.example/assets/a?expires=60');
    expect(storage.uri('assets/a')).toBe('s3://artifacts/assets/a');
    expect(await storage.exists('assets/a')).toBe(false);
  });
});
