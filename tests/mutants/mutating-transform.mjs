/** The transformer of the repository, with one place of one source changed: `REELYARD_MUTANT` is JSON of `{ file, from, to }`. */
import { appendFileSync } from 'node:fs';
import transformer from '../../scripts/strip-types.mjs';

const mutant = process.env['REELYARD_MUTANT'] === undefined ? undefined : JSON.parse(process.env['REELYARD_MUTANT']);

export default {
  process(source, path) {
    if (mutant === undefined || !path.endsWith(`/${mutant.file}`)) return transformer.process(source);
    // A mutant that no test loads proves nothing: whoever runs this reads the file.
    appendFileSync(mutant.seen, `${path}\n`);
    return transformer.process(source.replace(mutant.from, () => mutant.to));
  },
  getCacheKey: (source, path) =>
    mutant !== undefined && path.endsWith(`/${mutant.file}`)
      ? `${transformer.getCacheKey(source, path)}-${process.pid}-${Date.now()}`
      : transformer.getCacheKey(source, path),
};
