import { describe, expect, it } from '@jest/globals';
import { FarmError } from '@reelyard/contracts';
import { type Asset } from '@reelyard/ledger';
import { type ObjectFacts } from './ports.ts';
import { createUploads } from './uploads.ts';

const upload = { tenant: 'acme', id: 'ast_1', key: 'assets/acme/1', state: 'awaiting-upload' } as Asset;
const probe = { streams: [] };

/** @param objects what each look at the storage finds, one after the other */
function lookAt(objects: readonly (ObjectFacts | undefined)[], failingReads: number, asset = upload) {
  let [heads, reads] = [0, 0];
  const uploads = createUploads({
    ledger: { updateAsset: (_, after) => Promise.resolve(after), findAsset: () => Promise.resolve(undefined) },
    storage: {
      head: () => Promise.resolve(objects[heads++]),
      read: () => {
        reads += 1;
        if (reads <= failingReads) return Promise.reject(new FarmError('storage-unavailable', 'no such key'));
        return Promise.resolve(new Uint8Array(1));
      },
    },
    prober: {
      probe: async (read) => {
        await read(0, 1);
        return probe;
      },
    },
  });
  return uploads.look(asset);
}

describe('an upload that is looked at while its owner changes it', () => {
  it('awaits its bytes when they are deleted in mid look', async () => {
    expect(await lookAt([{ bytes: 9, etag: 'a' }, undefined, undefined], 1)).toMatchObject({
      state: 'awaiting-upload',
    });
  });

  it('is what replaced it when it is replaced in mid look', async () => {
    const replaced = { bytes: 7, etag: 'b' };
    expect(await lookAt([{ bytes: 9, etag: 'a' }, replaced, replaced], 1)).toMatchObject({ state: 'ready', bytes: 7 });
  });

  it('has the digest that its bytes were sent with, and none once others replaced it', async () => {
    const announced = await lookAt([{ bytes: 9, etag: 'a', sha256: 'ab' }], 0);
    expect(announced).toMatchObject({ state: 'ready', sha256: 'ab' });
    const replaced = await lookAt([{ bytes: 9, etag: 'b' }], 0, announced);
    expect(replaced).toMatchObject({ state: 'ready', etag: 'b' });
    expect(replaced.sha256).toBeUndefined();
  });

  it('is nobody knows what while the storage does not answer for an object that is there', async () => {
    const object = { bytes: 9, etag: 'a' };
    await expect(lookAt([object, object], 9)).rejects.toMatchObject({ code: 'storage-unavailable' });
  });
});
