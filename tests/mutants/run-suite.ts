/** One suite in a process of its own, over sources of which one may be changed. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutant, type Suite } from './mutant.ts';
import { repository } from './repository.ts';

/** Longer than any of the suites takes on a busy machine; a mutant that makes one hang is found out by that. */
const LIMIT_MS = 300_000;

export interface SuiteRun {
  /** Tests that ran. */
  readonly ran: number;
  /** Full name of the first that failed; of a suite that hung or could not run, what it said. */
  readonly failed?: string;
  /** A test loaded the changed source. */
  readonly isSeen: boolean;
}

interface JestReport {
  testResults: { message: string; assertionResults: { status: string; fullName: string }[] }[];
}

export async function runSuite(
  { file, only }: Suite,
  mutant?: Pick<Mutant, 'file' | 'from' | 'to'>,
): Promise<SuiteRun> {
  const dir = mkdtempSync(join(tmpdir(), 'reelyard-mutant-'));
  const [report, seen] = [join(dir, 'report.json'), join(dir, 'seen')];
  const args = [
    ...[
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      repository('node_modules/jest/bin/jest.js'),
    ],
    ...['--config', repository('tests/mutants/jest.config.mjs'), '--runInBand', '--json', '--outputFile', report],
    ...['--runTestsByPath', repository(file), ...(only === undefined ? [] : ['--testNamePattern', only])],
  ];
  const change = mutant && { file: mutant.file, from: mutant.from, to: mutant.to, seen };
  try {
    const hasEnded = await run(args, change && JSON.stringify(change));
    return { ...readReport(report, hasEnded), isSeen: existsSync(seen) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** @returns false when it had to be killed */
function run(args: readonly string[], mutant: string | undefined): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...(mutant === undefined ? {} : { REELYARD_MUTANT: mutant }) };
    const child = spawn(process.execPath, args, { cwd: repository('.'), env, stdio: 'ignore' });
    let isLate = false;
    const timer = setTimeout(() => (isLate = child.kill('SIGKILL')), LIMIT_MS);
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(!isLate);
    });
  });
}

function readReport(file: string, hasEnded: boolean): Omit<SuiteRun, 'isSeen'> {
  if (!existsSync(file)) return { ran: 0, failed: hasEnded ? 'the process ended before its report' : 'it never ended' };
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const ran = tests.filter(({ status }) => status === 'passed' || status === 'failed');
  const broken = testResults.find(({ assertionResults }) => assertionResults.length === 0);
  const failed = ran.find(({ status }) => status === 'failed')?.fullName ?? broken?.message.split('\n')[0];
  return { ran: ran.length, ...(failed === undefined ? {} : { failed }) };
}
