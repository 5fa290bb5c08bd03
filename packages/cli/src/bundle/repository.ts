/** Paths of this checkout. */
import { fileURLToPath } from 'node:url';

export function repository(path: string): string {
  return fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
}

/** Where built packages are kept between runs. */
export const cacheDir = repository('.reelyard/cache');
