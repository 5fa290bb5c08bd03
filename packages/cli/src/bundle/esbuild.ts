/** TypeScript entry → one ES module that runs on the pinned Node with nothing beside it. */
import { FarmError } from '@reelyard/contracts';
import { build } from 'esbuild';
import { repository } from './repository.ts';

export interface BundleOptions {
  entry: string;
  external?: readonly string[];
  /** Of `exports` in packages; without them esbuild adds `module`, which some packages take for a browser. */
  conditions?: readonly string[];
}

/** CommonJS packages inside an ES module still call require; this gives them one. */
const banner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Returns the module's text. Throws FarmError `bundle-failed` with esbuild's own messages. */
export async function bundleModule(options: BundleOptions): Promise<Uint8Array> {
  try {
    const result = await build({
      entryPoints: [options.entry],
      absWorkingDir: repository(''),
      bundle: true,
      write: false,
      platform: 'node',
      target: 'node22',
      format: 'esm',
      minify: true,
      keepNames: true,
      legalComments: 'none',
      mainFields: ['module', 'main'],
      external: [...(options.external ?? [])],
      ...(options.conditions === undefined ? {} : { conditions: [...options.conditions] }),
      banner: { js: banner },
      logLevel: 'silent',
    });
    const [file] = result.outputFiles;
    if (!file) throw new Error('esbuild wrote nothing');
    return file.contents;
  } catch (error) {
    throw new FarmError('bundle-failed', `cannot bundle ${options.entry}: ${String(error)}`, { cause: error });
  }
}
