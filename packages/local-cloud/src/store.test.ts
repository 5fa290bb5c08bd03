import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from './store.ts';

describe('the store', () => {
  let dir: string;
  let store: Store;
  const add = (word: string) => store.prepare('INSERT INTO words (word) VALUES (?)').run(word);
  const words = () => store.prepare('SELECT word FROM words ORDER BY word').all() as { word: string }[];

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'store-'));
    store = new Store(join(dir, 'state.sqlite'));
    store.migrate('CREATE TABLE words (word TEXT PRIMARY KEY)');
  });
  afterEach(() => {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('a change that throws undoes itself and nothing of its neighbors', async () => {
    const good = store.write(() => add('good'));
    const bad = store.write(() => {
      add('bad');
      throw new Error('changed my mind');
    });
    const later = store.write(() => add('later'));
    await expect(bad).rejects.toThrow('changed my mind');
    await Promise.all([good, later]);
    expect(words().map(({ word }) => word)).toEqual(['good', 'later']);
  });

  it('a read has nothing to wait for once the turn is over', async () => {
    const written = store.write(() => add('word'));
    expect(store.settled()).toBeInstanceOf(Promise);
    await written;
    expect(store.settled()).toBeUndefined();
  });

  it('a second user of the same folder is refused', () => {
    expect(() => new Store(join(dir, 'state.sqlite'))).toThrow('does another process use this folder?');
  });

  it('what was written is there when the file is opened again', async () => {
    await store.write(() => add('kept'));
    store.close();
    store = new Store(join(dir, 'state.sqlite'));
    expect(words()).toEqual([{ word: 'kept' }]);
  });
});
