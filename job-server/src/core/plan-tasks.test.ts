import { describe, expect, it } from '@jest/globals';
import { type Composition, type EngineManifest, engineManifest, resolveComposition } from '@reelyard/contracts';
import fc from 'fast-check';
import { planComposition, planProject, planning } from './plan-tasks.ts';

const anEngine = (segments = true): EngineManifest =>
  engineManifest.parse({
    ...{ name: 'reel', version: '1.0.0', accepts: 'composition/1', install: {}, verify: { kind: 'none' } },
    capabilities: { segments, maxPixels: 1e9, maxSeconds: 1e6 },
    health: { argv: ['x'], timeoutSeconds: 1 },
    render: { argv: ['x'] },
    resources: { memoryMiB: 1, diskMiB: 1, cores: 1 },
  });

function aComposition(seconds: number | 'auto', fields: object = {}): Composition {
  const asset = seconds === 'auto' ? { kind: 'video', src: 'https://e.example/a.mp4' } : { kind: 'color' };
  const resolution = resolveComposition({ tracks: [{ clips: [{ length: seconds, asset }] }], ...fields });
  if (resolution.kind === 'refused') throw new Error(JSON.stringify(resolution.problems));
  return resolution.composition;
}

const workOf = (task: { features: { frames: number; pixels: number } }): number =>
  task.features.frames * task.features.pixels * planning.secondsPerPixel;

describe('the planner', () => {
  it('leaves a short video whole', () => {
    const tasks = planComposition(aComposition(10), anEngine());
    expect(tasks).toEqual([{ kind: 'render', features: { engine: 'reel', frames: 300, pixels: 921_600 } }]);
  });

  it('cuts a long one into pieces of 10 to 20 seconds of work and one assembly', () => {
    const tasks = planComposition(aComposition(120), anEngine());
    const renders = tasks.filter(({ kind }) => kind === 'render');
    expect(renders.length).toBeGreaterThan(2);
    for (const task of renders) {
      expect(workOf(task)).toBeGreaterThanOrEqual(10);
      expect(workOf(task)).toBeLessThanOrEqual(20.1);
    }
    expect(tasks.at(-1)).toMatchObject({ kind: 'assemble', features: { frames: 3_600 } });
  });

  it.each([
    ['an engine without segments', aComposition(120), anEngine(false)],
    ['a length that only the media know', aComposition('auto'), anEngine()],
    ['outputs that cannot be joined', aComposition(120, { outputs: [{ kind: 'gif' }] }), anEngine()],
    [
      'an output of another size',
      aComposition(120, { outputs: [{ kind: 'mp4', size: { width: 64, height: 36 } }] }),
      anEngine(),
    ],
  ])('keeps one task for %s', (_, composition, engine) => {
    expect(planComposition(composition, engine)).toHaveLength(1);
  });

  it('covers every frame once and in order, within one transaction', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.04, max: 40_000, noNaN: true }),
        fc.constantFrom(24, 25, 30, 60),
        (seconds, num) => {
          const composition = aComposition(seconds, { canvas: { fps: { num } } });
          const tasks = planComposition(composition, anEngine());
          const renders = tasks.filter(({ kind }) => kind === 'render');
          expect(renders.length).toBeLessThanOrEqual(planning.maxSegments);
          expect(tasks.length).toBe(renders.length === 1 ? 1 : renders.length + 1);
          if (renders.length === 1) return;
          let next = 0;
          for (const { range } of renders) {
            expect(range?.firstFrame).toBe(next);
            expect(range?.frameCount).toBeGreaterThanOrEqual(2 * num);
            next += range?.frameCount ?? 0;
          }
          expect(next).toBe(tasks.at(-1)?.features.frames);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('cuts an opaque project as it says', () => {
    const tasks = planProject({ segments: 3, frames: 10, pixels: 1 }, anEngine());
    expect(tasks.map(({ kind, range }) => [kind, range?.firstFrame, range?.frameCount])).toEqual([
      ['render', 0, 3],
      ['render', 3, 3],
      ['render', 6, 4],
      ['assemble', undefined, undefined],
    ]);
  });
});
