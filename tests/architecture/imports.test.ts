import { describe, expect, it } from '@jest/globals';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  allowedArrows,
  contractsPackages,
  isTest,
  listImports,
  listSources,
  pureDoors,
  type Import,
} from './imports.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const sourcesOf = (folder: string) => listSources(root, folder).filter((file) => !isTest(file));
const importsOf = (folder: string) => sourcesOf(folder).flatMap((file) => listImports(root, file));
const show = ({ file, specifier }: Import) => `${file} → ${specifier}`;

describe('the house', () => {
  it.each(Object.entries(allowedArrows))('%s imports only the doors it may', (folder, allowed) => {
    const own = folder.split('/').at(-1) ?? '';
    const doors = new Set(['@reelyard/' + own, ...allowed.map((name) => `@reelyard/${name}`)]);
    const wrong = importsOf(folder).filter(({ specifier }) => {
      if (!specifier.startsWith('@reelyard/')) return false;
      return !doors.has(specifier.split('/').slice(0, 2).join('/'));
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it.each(Object.keys(allowedArrows))('%s never reaches into another folder by a relative path', (folder) => {
    const wrong = importsOf(folder).filter(({ file, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      return !posix.join(posix.dirname(file), specifier).startsWith(`${folder}/`);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('lets contracts import nothing but zod', () => {
    const wrong = importsOf('packages/contracts').filter(
      ({ specifier }) => !specifier.startsWith('.') && !contractsPackages.includes(specifier),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it.each(['job-server', 'scaler-lambda', 'render-agent', 'packages/canary'])(
    'keeps the core of %s pure',
    (service) => {
      const core = sourcesOf(`${service}/src`).filter((file) => file.includes('/core/'));
      const wrong = core
        .flatMap((file) => listImports(root, file))
        .filter(({ specifier }) => {
          if (pureDoors.includes(specifier)) return false;
          return !specifier.startsWith('.') || specifier.includes('adapters');
        });
      expect(core.length).toBeGreaterThan(0);
      expect(wrong.map(show)).toEqual([]);
    },
  );

  it('has no cycle of files inside a workspace', () => {
    const cycles = Object.keys(allowedArrows).flatMap((folder) => findCycles(folder));
    expect(cycles).toEqual([]);
  });
});

/** Cycles as `a → b → a`, by depth-first search over relative value and type imports. */
function findCycles(folder: string): string[] {
  const targets = new Map<string, string[]>();
  for (const { file, specifier } of importsOf(folder)) {
    if (!specifier.startsWith('.')) continue;
    targets.set(file, [...(targets.get(file) ?? []), posix.join(posix.dirname(file), specifier)]);
  }
  const cycles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, path: string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      cycles.push([...path.slice(at), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const target of targets.get(file) ?? []) walk(target, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walk(file, []);
  return cycles;
}
