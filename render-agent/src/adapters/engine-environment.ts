/** What an engine may know of our environment: how to find programs, and nothing that opens a door. An allow list, never a deny list. */
import { ATTEMPT_MARK } from './process-tree.ts';

const PASSED = ['PATH', 'LANG', 'LC_ALL', 'FFMPEG_PATH', 'FONTCONFIG_PATH', 'LD_LIBRARY_PATH', 'NODE_EXTRA_CA_CERTS'];

export function engineEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  scratch: string,
): Record<string, string> {
  const passed = PASSED.flatMap((name) => {
    const value = own[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    ...Object.fromEntries(passed),
    TZ: 'UTC',
    HOME: scratch,
    TMPDIR: scratch,
    [ATTEMPT_MARK]: scratch,
  };
}
