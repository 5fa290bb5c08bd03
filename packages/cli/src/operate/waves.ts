/** Runs stacks wave by wave, a few of one wave at once. After a failure nothing new is started, and what runs is waited for. */
import { type StackName, stackWaves } from '@reelyard/infra';

/** Each Terraform process with its provider takes some 500 MB. */
const fewAtOnce = 2;

interface InStack {
  stack: StackName;
}

/** Results in the order of `stacks`. */
export async function inWaves<S extends InStack, R>(
  stacks: readonly S[],
  run: (stack: S) => Promise<R>,
  { isReversed = false, atOnce = fewAtOnce }: { isReversed?: boolean; atOnce?: number } = {},
): Promise<R[]> {
  const results = new Map<S, R>();
  const waves = groupByWave(stacks);
  for (const wave of isReversed ? waves.reverse() : waves)
    await runTogether(wave, atOnce, async (stack) => void results.set(stack, await run(stack)));
  return stacks.flatMap((stack) => {
    const result = results.get(stack);
    return result === undefined ? [] : [result];
  });
}

/** Waves that are not empty, first first. */
export function groupByWave<S extends InStack>(stacks: readonly S[]): S[][] {
  const waves = stackWaves.map((names) => stacks.filter(({ stack }) => names.includes(stack)));
  return waves.filter((wave) => wave.length > 0);
}

async function runTogether<S>(stacks: readonly S[], atOnce: number, run: (stack: S) => Promise<void>): Promise<void> {
  const waiting = [...stacks];
  let failure: { error: unknown } | undefined;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !failure; next = waiting.shift())
      await run(next).catch((error: unknown) => (failure ??= { error }));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (failure) throw failure.error;
}
