/**
 * `npm test`: types, lint, then every test that needs nothing but Node; says what it skipped.
 * Usage: npm test [-- --only types|lint|jest]
 */
import { spawnSync } from 'node:child_process';

interface Step {
  name: string;
  argv: string[];
}

const steps: Step[] = [
  { name: 'format', argv: ['node_modules/prettier/bin/prettier.cjs', '--check', '.', '--log-level', 'warn'] },
  { name: 'types', argv: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'lint', argv: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'] },
  { name: 'jest', argv: ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'] },
];

const onlyAt = process.argv.indexOf('--only');
const only = onlyAt < 0 ? undefined : process.argv[onlyAt + 1];
const chosen = steps.filter((step) => only === undefined || step.name === only);
if (chosen.length === 0) {
  console.error(`--only ${only ?? ''}: not a step; allowed: ${steps.map((step) => step.name).join(', ')}`);
  process.exit(2);
}

for (const step of chosen) {
  const startedAt = Date.now();
  console.log(`▸ ${step.name}`);
  const done = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...step.argv], {
    stdio: 'inherit',
  });
  if (done.status !== 0) {
    console.error(`✗ ${step.name} failed`);
    process.exit(done.status ?? 1);
  }
  console.log(`✓ ${step.name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
}
