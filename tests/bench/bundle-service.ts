/** A service as it is shipped: one bundled module. Type stripping of a checkout alone costs as much memory as a whole agent. */
import { build } from 'esbuild';

const banner = "import { createRequire as make } from 'node:module'; const require = make(import.meta.url);";

export async function bundleService(entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    minify: true,
    keepNames: true,
    mainFields: ['module', 'main'],
    banner: { js: banner },
    logLevel: 'silent',
  });
  return outfile;
}
