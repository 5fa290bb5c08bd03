/** Paths of this checkout. */
import { fileURLToPath } from 'node:url';

export const repository = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
