import { describe, expect, it } from '@jest/globals';
import { applyArgv, initArgv, planArgv, planFile, showArgv } from './terraform-argv.ts';

describe('a command line of Terraform', () => {
  it('never asks and never colors', () => {
    for (const argv of [initArgv({}), planArgv({ willApply: true }), applyArgv])
      expect(argv).toEqual(expect.arrayContaining(['-input=false', '-no-color']));
  });

  it('takes providers from a mirror when one is named, else leaves it to Terraform', () => {
    expect(initArgv({ pluginDir: '/mirror' })).toContain('-plugin-dir=/mirror');
    expect(initArgv({}).join(' ')).not.toContain('plugin-dir');
  });

  it('locks the state to change it, and not to look at it', () => {
    expect(planArgv({ willApply: true })).toContain('-lock-timeout=120s');
    expect(planArgv({ willApply: true })).not.toContain('-lock=false');
    expect(planArgv({ willApply: false })).toContain('-lock=false');
    expect(applyArgv).toContain('-lock-timeout=120s');
  });

  it('plans the end of a stack only when told', () => {
    expect(planArgv({ willApply: true })).not.toContain('-destroy');
    expect(planArgv({ willApply: true, isDestroy: true })).toContain('-destroy');
  });

  it('applies the very plan that was shown', () => {
    expect(planArgv({ willApply: true })).toContain(`-out=${planFile}`);
    expect(showArgv.at(-1)).toBe(planFile);
    expect(applyArgv.at(-1)).toBe(planFile);
    expect(applyArgv).not.toContain('-auto-approve');
  });
});
