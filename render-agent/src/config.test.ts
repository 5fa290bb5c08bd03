import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareGround } from './adapters/installed-engines.ts';
import { readConfig } from './config.ts';

describe('the environment of an agent', () => {
  it('is refused with every problem in one message', () => {
    const read = () => readConfig({ POOL: 'spot', HEARTBEAT_MS: 'often', QUEUE_BULK_URL: 'nowhere' });
    for (const name of ['HEARTBEAT_MS', 'QUEUE_BULK_URL', 'LEDGER_TABLE', 'ENGINE_DIR']) expect(read).toThrow(name);
  });

  it('has to hold engines, and every broken one is named', () => {
    const dir = mkdtempSync(join(tmpdir(), 'reelyard-ground-'));
    const ground = { engineDir: join(dir, 'engines'), scratchDir: join(dir, 'scratch'), ffmpeg: undefined };
    expect(() => prepareGround(ground)).toThrow('holds no folder with an engine.json');
    for (const name of ['one', 'two']) {
      mkdirSync(join(ground.engineDir, name), { recursive: true });
      writeFileSync(join(ground.engineDir, name, 'engine.json'), '{}');
    }
    expect(() => prepareGround(ground)).toThrow(/one\/engine\.json[\s\S]*two\/engine\.json/);
    rmSync(dir, { recursive: true });
  });
});
