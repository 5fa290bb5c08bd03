/** The generated files and what goes into them. */
import { readFileSync } from 'node:fs';
import { type ApiDocument, generateOperations, generateTypes } from './generate.ts';

const documentFile = new URL('../../../../docs/reference/openapi.json', import.meta.url);
const read = (): ApiDocument => JSON.parse(readFileSync(documentFile, 'utf8')) as ApiDocument;

export interface GeneratedFile {
  readonly file: URL;
  make(): Promise<string>;
}

export const files: readonly GeneratedFile[] = [
  { file: new URL('../generated/api-types.ts', import.meta.url), make: () => generateTypes(read()) },
  { file: new URL('../generated/operation-table.ts', import.meta.url), make: () => generateOperations(read()) },
];
