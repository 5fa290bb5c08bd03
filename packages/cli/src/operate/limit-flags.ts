/** Limits of a key as flags of a command. Pure. */
import { type KeyLimits, apiKeyLimits } from '@reelyard/contracts';
import { CommandError, EXIT } from '../exit-code.ts';

export interface LimitFlags {
  requestsPerMinute?: string;
  concurrentJobs?: string;
  jobsPerDay?: string;
}

const NAMES = {
  requestsPerMinute: '--requests-per-minute',
  concurrentJobs: '--concurrent-jobs',
  jobsPerDay: '--jobs-per-day',
} as const satisfies Record<keyof LimitFlags, string>;

/**
 * @returns undefined when no flag is given
 * @throws CommandError that names the flag and what it takes
 */
export function limitsOf(flags: LimitFlags): KeyLimits | undefined {
  const given = (Object.keys(NAMES) as (keyof LimitFlags)[]).flatMap((name) => {
    const text = flags[name];
    return text === undefined ? [] : [[name, numberOf(name, text)] as const];
  });
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

function numberOf(name: keyof LimitFlags, text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (apiKeyLimits.safeParse({ [name]: number }).success) return number;
  const { maxValue } = apiKeyLimits.shape[name].unwrap();
  throw new CommandError(EXIT.usage, `${NAMES[name]} ${text}: a whole number from 1 to ${maxValue ?? 'any'} is needed`);
}

export const LIMIT_FLAGS: readonly string[] = Object.values(NAMES);
