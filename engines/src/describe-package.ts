/**
 * What goes into the self-contained package of an engine, as data: the cli bundles and packs it, nothing here touches a file. The package
 * unpacks to a folder that is `{engine}`; `engine.json` stands in its root and its commands run there.
 */
import { FarmError } from '@reelyard/contracts';

export interface PackageFile {
  /** Where the file or folder comes from: of the engine's folder, of the resolved npm package, or the ffmpeg that was found. */
  readonly from:
    | { readonly kind: 'engine'; readonly path: string }
    | { readonly kind: 'npm'; readonly package: string; readonly path: string; readonly match?: string }
    | { readonly kind: 'ffmpeg' };
  /** Path inside the package. */
  readonly to: string;
  readonly isExecutable?: boolean;
}

export interface PackageDescription {
  readonly name: string;
  /** Source to bundle, relative to the engine's folder; the bundle keeps the path, so the argv of the manifest stays true. */
  readonly entry: string;
  /** Where the bundle goes inside the package. The checkout has a file of this name too, so that one argv serves both; named .ts, a bundle would be searched for types. */
  readonly outfile: string;
  readonly shouldBundle: boolean;
  /** Packages that esbuild must leave alone; they are among `files`. */
  readonly external: readonly string[];
  readonly files: readonly PackageFile[];
}

const manifestFile: PackageFile = { from: { kind: 'engine', path: 'engine.json' }, to: 'engine.json' };
const ffmpegFile: PackageFile = { from: { kind: 'ffmpeg' }, to: 'src/ffmpeg', isExecutable: true };

const canvasPackages: readonly PackageFile[] = ['@napi-rs/canvas', '@napi-rs/canvas-linux-x64-gnu'].map((name) => ({
  from: { kind: 'npm', package: name, path: '.' },
  to: `node_modules/${name}`,
}));

const descriptions: readonly PackageDescription[] = [
  {
    name: 'reel',
    entry: 'src/main.ts',
    outfile: 'src/main.mjs',
    shouldBundle: true,
    external: ['@napi-rs/canvas'],
    files: [
      manifestFile,
      ...canvasPackages,
      {
        from: { kind: 'npm', package: '@fontsource/inter', path: 'files', match: '-normal.woff2|-italic.woff2' },
        to: 'node_modules/@fontsource/inter/files',
      },
      {
        from: { kind: 'npm', package: '@fontsource/inter', path: 'package.json' },
        to: 'node_modules/@fontsource/inter/package.json',
      },
      {
        from: { kind: 'npm', package: '@fontsource/inter', path: 'unicode.json' },
        to: 'node_modules/@fontsource/inter/unicode.json',
      },
      {
        from: { kind: 'npm', package: '@fontsource/inter', path: 'LICENSE' },
        to: 'node_modules/@fontsource/inter/LICENSE',
      },
      ffmpegFile,
    ],
  },
  {
    name: 'ffmpeg',
    entry: 'src/main.ts',
    outfile: 'src/main.ts',
    shouldBundle: true,
    external: [],
    files: [manifestFile, ffmpegFile],
  },
  {
    name: 'scripted',
    entry: 'src/main.mjs',
    outfile: 'src/main.mjs',
    shouldBundle: false,
    external: [],
    files: [manifestFile, { from: { kind: 'engine', path: 'src' }, to: 'src' }],
  },
];

/** @throws FarmError `engine-unusable` for an engine that is not built in */
export function describePackage(name: string): PackageDescription {
  const found = descriptions.find((description) => description.name === name);
  if (found) return found;
  throw new FarmError('engine-unusable', `there is no package description of an engine ${name}`);
}
