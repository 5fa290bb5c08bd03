/** Sources are TypeScript with types stripped by Node itself, so tests see exactly what production runs. */
export default {
  rootDir: '.',
  roots: [
    '<rootDir>/packages',
    '<rootDir>/job-server',
    '<rootDir>/scaler-lambda',
    '<rootDir>/render-agent',
    '<rootDir>/infra',
    '<rootDir>/environments',
    '<rootDir>/engines',
    '<rootDir>/tests',
  ],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'mjs', 'js', 'cjs', 'json', 'node'],
  transform: { '\\.ts$': '<rootDir>/scripts/strip-types.mjs' },
  // A limit for what hangs, and no measure of speed: beside other work a machine takes ten times as long.
  testTimeout: 180_000,
  // Two at a time: whole farms mostly wait. In one process for all, modules of every suite stay and the heap ends at its limit; a worker starts anew.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
};
