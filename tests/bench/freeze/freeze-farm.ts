/** Agents that can be held at any phase: their calls go over a wire of ours, their check-outs and verifications come by a porch. */
import { findFfmpeg } from '@reelyard/engines';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Crew, startCrew } from '../outage/crew.ts';
import { Freezer } from './freezer.ts';
import { type Places } from './phases.ts';
import { Porch } from './porch.ts';
import { Wire } from '../outage/wire.ts';

const LEASE_MS = 4_000;

/** Every timer about ten times faster than the defaults, in the same proportions. */
const timers = {
  HEARTBEAT_MS: '500',
  LEASE_MS: String(LEASE_MS),
  REAPER_MS: '500',
  SWEEPER_MS: '1000',
  RELAY_MS: '300',
  REEMIT_MS: '2500',
  REEMIT_MAX_MS: '10000',
  INDEX_MS: '2000',
  // A frozen agent keeps what its long polls were brought for so long.
  QUEUE_VISIBILITY_SECONDS: '3',
  QUEUE_WAIT_SECONDS: '2',
};

export interface FreezeFarm extends Places {
  crew: Crew;
  freezer: Freezer;
  /** All that were submitted, those of a freeze that failed as well. */
  jobs: string[];
}

export async function startFreezeFarm(agents: number, say: (text: string) => void): Promise<FreezeFarm> {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-freeze-'));
  const porch = await Porch.open();
  const opened: { wire?: Wire } = {};
  const close = async (): Promise<void> => {
    await opened.wire?.close();
    await porch.close();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const engines = layEngines(dir, porch.url, agents);
    const agentFolders = { ENGINE_DIR: engines, FFMPEG_PATH: layFfmpeg(dir, porch.url) };
    const crew = await startCrew({
      ...{ agents, say },
      engine: { name: 'scripted', dir: join(engines, 'scripted') },
      overrides: async ({ AWS_ENDPOINT_URL = '' }) => {
        opened.wire = await Wire.open(AWS_ENDPOINT_URL);
        return timers;
      },
      agentOverrides: () => ({ ...agentFolders, AWS_ENDPOINT_URL: opened.wire?.url ?? '' }),
    });
    if (!opened.wire) throw new Error('there is no wire');
    const stop = async (): Promise<void> => {
      await crew.stop();
      await close();
    };
    return { crew: { ...crew, stop }, freezer: new Freezer(), jobs: [], wire: opened.wire, porch };
  } catch (error) {
    await close();
    throw error;
  }
}

const scripted = resolve(import.meta.dirname, '../../../engines/scripted');
const ask = join(import.meta.dirname, 'ask.mjs');

/** The scripted engine, and the same under a license whose check-out comes by the porch. */
function layEngines(dir: string, porch: string, seats: number): string {
  const engines = join(dir, 'engines');
  const pro = join(engines, 'pro');
  mkdirSync(engines);
  symlinkSync(scripted, join(engines, 'scripted'));
  cpSync(scripted, pro, { recursive: true });
  const file = join(pro, 'engine.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const checkOut = { argv: ['{node}', ask, porch, '{scratch}'], timeoutSeconds: 120 };
  writeFileSync(file, JSON.stringify({ ...manifest, name: 'pro', license: { seats, checkOut } }));
  return engines;
}

/** The real ffmpeg, after a word at the porch. */
function layFfmpeg(dir: string, porch: string): string {
  const ffmpeg = findFfmpeg({ PATH: process.env['PATH'] });
  if (ffmpeg === undefined) throw new Error('ffmpeg is needed and was not found');
  const file = join(dir, 'ffmpeg');
  writeFileSync(file, `#!/bin/sh\n'${process.execPath}' '${ask}' '${porch}' "$@" || exit 1\nexec '${ffmpeg}' "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
