import { afterAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTree, findWorkTree } from './work-tree.ts';

const work = mkdtempSync(join(tmpdir(), 'work-tree-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const prod = { name: 'prod', isProtected: true };
const dev = { name: 'dev', isProtected: false };

function git(...args: string[]): void {
  execFileSync('git', ['-C', work, '-c', 'user.name=Test', '-c', 'user.email=test@reelyard.example', ...args], {
    stdio: 'pipe',
  });
}

describe('the tree that is deployed', () => {
  it('is a commit for production, and anything for development', async () => {
    expect(() => checkTree(prod, undefined)).toThrow('from a Git checkout alone');
    git('init', '-q');
    writeFileSync(join(work, 'a.txt'), 'a');
    git('add', '.');
    git('commit', '-q', '-m', 'a');
    const clean = await findWorkTree(work);
    expect(clean?.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(() => checkTree(prod, clean)).not.toThrow();
    writeFileSync(join(work, 'a.txt'), 'b');
    writeFileSync(join(work, 'b.txt'), 'b');
    const dirty = await findWorkTree(work);
    expect(dirty?.changed).toEqual(['a.txt', 'b.txt']);
    expect(() => checkTree(prod, dirty)).toThrow('a.txt and 1 more differ from it');
    expect(() => checkTree(dev, dirty)).not.toThrow();
  });
});
