/** The released document as a file: what clients were promised last. */
import { readFileSync } from 'node:fs';
import { endpoints } from '../http/endpoints.ts';
import { type ApiDocument, describeApi } from './describe-api.ts';

export const documentFile = new URL('../../../docs/reference/openapi.json', import.meta.url);

export const currentDocument = (): ApiDocument => describeApi(endpoints.map(({ operation }) => operation));

export const readReleased = (): ApiDocument => JSON.parse(readFileSync(documentFile, 'utf8')) as ApiDocument;

export const textOf = (document: ApiDocument): string => `${JSON.stringify(document, undefined, 1)}\n`;
