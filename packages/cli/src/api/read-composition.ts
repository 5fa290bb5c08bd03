/** A JSON file → body of a submit. A composition may stand alone or as a whole submit (`{ "composition": … }`). */
import { readFile } from 'node:fs/promises';
import { CommandError, EXIT } from '../exit-code.ts';

export async function readSubmit(file: string): Promise<Record<string, unknown>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandError(
      EXIT.usage,
      `cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new CommandError(
      EXIT.usage,
      `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new CommandError(EXIT.usage, `${file}: a JSON object is needed`);
  const isSubmit = 'composition' in body || 'project' in body;
  return isSubmit ? (body as Record<string, unknown>) : { composition: body };
}
