/**
 * What the client knows of the API, made from its released document: types by `openapi-typescript`, and a table of the operations. Pure: one
 * document, one text.
 */
import openapiTS, { UNKNOWN, astToString } from 'openapi-typescript';
import { format } from 'prettier';

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
}

interface DescribedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

const notice = '/** Written by `node packages/client/src/generate/main.ts` from docs/reference/openapi.json. */\n';
const style = { parser: 'typescript', printWidth: 120, singleQuote: true, trailingComma: 'all' } as const;

export async function generateTypes(document: ApiDocument): Promise<string> {
  const ast = await openapiTS(structuredClone(document) as never, {
    // A field with a default may be left out of a request.
    defaultNonNullable: false,
    // So that what is declared `as const` may be sent.
    immutable: true,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    silent: true,
    // TypeScript has no name for a type that is made of itself and nothing else.
    transform: (_, { path }) => (path?.endsWith('/JsonValue') === true ? UNKNOWN : undefined),
  });
  return format(notice + astToString(ast), style);
}

export async function generateOperations({ paths }: ApiDocument): Promise<string> {
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, summary, parameters = [], requestBody }]) => {
      const isKeyed = parameters.some(({ name }) => name === 'Idempotency-Key');
      const row = {
        method: method.toUpperCase(),
        path,
        ...(isKeyed ? { isKeyed } : {}),
        ...(requestBody === undefined ? {} : { hasBody: true }),
      };
      return `  /** ${summary} */\n  ${operationId}: ${JSON.stringify(row)},`;
    }),
  );
  const table = `export const operationTable = {\n${rows.join('\n')}\n} as const;\n`;
  return format(notice + table, style);
}
