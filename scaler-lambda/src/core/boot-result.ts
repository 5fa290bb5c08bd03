/** What an instance prints at the end of Bootstrap: one JSON line; everything before it is progress. Pure. */
import { type Boot } from '@reelyard/contracts';

export type BootResult = NonNullable<Boot['result']>;

const OUTPUT_LIMIT = 2_000;

/** The last line that is a JSON object with `ok` and `code`; undefined when there is none. */
export function findBootResult(output: string): BootResult | undefined {
  for (const line of output.split('\n').reverse()) {
    const parsed = parseLine(line.trim());
    if (parsed) return parsed;
  }
  return undefined;
}

/** The end of what a step printed. */
export function lastOutput(output: string): string {
  return output.slice(-OUTPUT_LIMIT);
}

function parseLine(line: string): BootResult | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return toResult(JSON.parse(line) as Record<string, unknown>);
  } catch {
    return undefined;
  }
}

function toResult(found: Record<string, unknown>): BootResult | undefined {
  const { ok, code, engineVersion, smokeSeconds, seat, message } = found;
  if (typeof ok !== 'boolean' || typeof code !== 'number') return undefined;
  return {
    ok,
    code,
    ...(typeof engineVersion === 'string' ? { engineVersion } : {}),
    ...(typeof smokeSeconds === 'number' ? { smokeSeconds } : {}),
    ...(typeof seat === 'string' ? { seat } : {}),
    ...(typeof message === 'string' ? { message: message.slice(0, 500) } : {}),
  };
}
