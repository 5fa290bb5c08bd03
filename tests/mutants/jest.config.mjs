/** The suites as they are, over sources of which one is changed. */
import { fileURLToPath } from 'node:url';
import base from '../../jest.config.mjs';

export default {
  ...base,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  transform: { '\\.ts$': '<rootDir>/tests/mutants/mutating-transform.mjs' },
};
