/** The import arrows of the house as data, and the imports that the sources really have. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export interface Import {
  /** File with the import, relative to the repository, `/`-separated. */
  file: string;
  specifier: string;
}

/** Workspace folder → workspaces whose door it may import. */
export const allowedArrows: Readonly<Record<string, readonly string[]>> = {
  'packages/contracts': [],
  'packages/runtime': ['contracts'],
  'packages/ledger': ['contracts', 'runtime'],
  engines: ['contracts'],
  environments: ['contracts'],
  'job-server': ['contracts', 'runtime', 'ledger', 'engines', 'shotstack'],
  'scaler-lambda': ['contracts', 'runtime', 'ledger', 'engines'],
  'render-agent': ['contracts', 'runtime', 'ledger', 'engines'],
  'packages/simulator': ['contracts', 'scaler-lambda'],
  'packages/shotstack': ['contracts'],
  'packages/client': [],
  'packages/canary': ['contracts', 'runtime', 'ledger'],
  'packages/local-cloud': ['contracts', 'runtime'],
  infra: ['contracts', 'environments', 'engines'],
  'packages/cli': [
    'contracts',
    'runtime',
    'ledger',
    'local-cloud',
    'job-server',
    'scaler-lambda',
    'render-agent',
    'engines',
    'environments',
    'infra',
    'canary',
    'simulator',
    'shotstack',
  ],
};

/** Doors that a core may import: what is behind them is as pure as it is. */
export const pureDoors: readonly string[] = ['@reelyard/contracts', '@reelyard/shotstack'];

/** What contracts may import besides itself. */
export const contractsPackages: readonly string[] = ['zod'];

export function listSources(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return listSources(root, path);
    return entry.name.endsWith('.ts') ? [path.split(sep).join('/')] : [];
  });
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g;

export function listImports(root: string, file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(importPattern)].map((match) => ({
    file: relative(root, join(root, file)).split(sep).join('/'),
    specifier: match[1] ?? match[2] ?? match[3] ?? '',
  }));
}

export function isTest(file: string): boolean {
  return file.endsWith('.test.ts') || /\/(conformance|fixtures|test-support|testing)\//.test(file);
}
