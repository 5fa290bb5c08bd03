import { describe, expect, it } from '@jest/globals';
import { classifyEngineExit, engineManifest, fillEngineArgv } from './engine-manifest.ts';
import { findEngineLine } from './engine-protocol.ts';

const aManifest = (render: object = {}) => ({
  name: 'thing',
  version: '1.0.0',
  accepts: 'project',
  capabilities: { maxPixels: 1, maxSeconds: 1 },
  install: {},
  health: { argv: ['thing', '--version'], timeoutSeconds: 5 },
  render: { argv: ['thing', '--job={job}', '{out}'], ...render },
  verify: { kind: 'none' },
  resources: { memoryMiB: 1, diskMiB: 1, cores: 1 },
});

describe('an engine manifest', () => {
  it('fills in what it may leave out', () => {
    const manifest = engineManifest.parse(aManifest());
    expect(manifest.render.noProgressSeconds).toBe(120);
    expect(manifest.render.exitCodes).toEqual({ done: [0], retry: [10], permanent: [20], noSeat: [30] });
  });

  it('is refused for a placeholder that nobody fills or a pattern that does not compile', () => {
    expect(engineManifest.safeParse(aManifest({ argv: ['thing', '{home}'] })).success).toBe(false);
    expect(engineManifest.safeParse(aManifest({ progress: { kind: 'pattern', pattern: '(' } })).success).toBe(false);
  });

  it('fills placeholders inside arguments and never splits one', () => {
    const values = {
      node: 'n',
      engine: 'e',
      job: '/a b/job.json',
      out: '$(o)',
      scratch: 's',
      firstFrame: '',
      frameCount: '',
    };
    expect(fillEngineArgv(['thing', '--job={job}', '{out}'], values)).toEqual(['thing', '--job=/a b/job.json', '$(o)']);
  });

  it.each([
    [0, 'done'],
    [10, 'retry'],
    [20, 'permanent'],
    [30, 'no-seat'],
    [137, 'retry'],
    [null, 'retry'],
  ])('takes exit code %j for %s', (code, outcome) => {
    expect(classifyEngineExit(engineManifest.parse(aManifest()), code)).toBe(outcome);
  });
});

describe('a line that an engine prints', () => {
  it('is understood when it is progress, a result or an error', () => {
    expect(findEngineLine('{"progress":{"frame":3,"frames":10}}')).toEqual({ progress: { frame: 3, frames: 10 } });
    expect(findEngineLine('{"result":{"files":[{"name":"video.mp4","kind":"mp4"}]}}')).toBeDefined();
    expect(findEngineLine('{"error":{"code":"no_font","message":"no such font"}}')).toBeDefined();
  });

  it.each(['hello', '{', '{}', '{"progress":{"frame":"x"}}', '{"result":{"files":[{"name":"../x","kind":"mp4"}]}}'])(
    'is ignored when it is %s',
    (line) => {
      expect(findEngineLine(line)).toBeUndefined();
    },
  );
});
