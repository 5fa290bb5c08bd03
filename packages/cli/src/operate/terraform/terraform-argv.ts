/** Command lines of Terraform (OpenTofu takes the same), pure. None of them asks anything, and none of them guesses a default of Terraform's. */

/** The plan that is shown and then applied as it was shown. It holds values of resources, so it is removed afterwards. */
export const planFile = 'reelyard.tfplan';

const quiet = ['-input=false', '-no-color'];

export const versionArgv = ['version', '-json'];

/** `-reconfigure`: the state's place is what the synthesized stack says, whatever a run before remembered. */
export function initArgv({ pluginDir }: { pluginDir?: string | undefined }): string[] {
  return ['init', ...quiet, '-reconfigure', ...(pluginDir === undefined ? [] : [`-plugin-dir=${pluginDir}`])];
}

export interface PlanKind {
  /** False for a look: it neither waits for others nor keeps them waiting. */
  willApply: boolean;
  /** Plans the end of everything in the stack. */
  isDestroy?: boolean;
}

/** Ends with 0 without changes, 2 with changes, 1 on an error. */
export function planArgv({ willApply, isDestroy = false }: PlanKind): string[] {
  return [
    'plan',
    ...quiet,
    '-detailed-exitcode',
    `-out=${planFile}`,
    ...(isDestroy ? ['-destroy'] : []),
    ...(willApply ? ['-lock-timeout=120s'] : ['-lock=false']),
  ];
}

export const showArgv = ['show', '-json', '-no-color', planFile];

/** The state instead of a plan. */
export const stateArgv = ['show', '-json', '-no-color'];

export const applyArgv = ['apply', ...quiet, '-lock-timeout=120s', planFile];

/** A change that Terraform has planned with exit code 2 is no error. */
export const planExit = { same: 0, changed: 2 } as const;
