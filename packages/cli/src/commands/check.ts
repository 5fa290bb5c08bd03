/** `reelyard check`: whether what processes recorded keeps the promises of the protocol. */
import { preferSmallHeap } from '@reelyard/runtime';
import { checkHistories } from '../check/check-histories.ts';
import { toWords } from '../check/verdict-words.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type Output } from '../output.ts';

export interface CheckFlags {
  require?: string;
  unfinished?: boolean;
}

export async function check(paths: readonly string[], flags: CheckFlags, output: Output): Promise<ExitCode> {
  preferSmallHeap();
  const required = (flags.require ?? '').split(',').filter((name) => name !== '');
  const result = await checkHistories(paths, { required, mayBeUnfinished: flags.unfinished ?? false });
  output.result(result, toWords(result));
  return result.ok ? EXIT.ok : EXIT.failed;
}
