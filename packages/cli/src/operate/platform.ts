/** Packages and image hold binaries of the machine that builds them: Node, ffmpeg, Skia. Instances and tasks of every environment are Linux on x64. */
import { CommandError, EXIT } from '../exit-code.ts';

const target = 'linux-x64';

/** @throws CommandError on a machine whose packages would not run where they are deployed to */
export function checkPlatform({ platform, arch }: { platform: string; arch: string }): void {
  if (`${platform}-${arch}` === target) return;
  throw new CommandError(
    EXIT.missing,
    `what is deployed holds binaries of ${target}, and this machine builds those of ${platform}-${arch}: deploy from a ${target} machine or pipeline`,
  );
}
