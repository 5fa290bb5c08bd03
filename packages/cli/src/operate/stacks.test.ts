import { describe, expect, it } from '@jest/globals';
import { type StackName } from '@reelyard/infra';
import { applyStacks } from '../commands/deploy.ts';
import { destroyStacks } from '../commands/destroy.ts';
import { CommandError, EXIT } from '../exit-code.ts';
import { type Output } from '../output.ts';
import { isSame, lookAt, lookWords } from './look.ts';
import { type PlanSummary } from './terraform/plan-summary.ts';
import { type StackTerraform } from './terraform/stack-terraform.ts';

const silent: Output = { isJson: true, line: () => undefined, result: () => undefined };
const stacksOf = (...names: StackName[]) => names.map((stack) => ({ stack, dir: stack }));

const empty: PlanSummary = { create: 0, update: 0, replace: 0, destroy: 0, changes: [], outputs: [] };
const aCreation: PlanSummary = {
  ...empty,
  create: 1,
  changes: [{ address: 'a.b', type: 'a', effect: 'create', attributes: [], isOutside: false }],
};

/** Writes down what is done to which stack; `failing` names `verb stack`. */
function aTerraform({
  plan = aCreation,
  deployed = [],
  failing = '',
}: { plan?: PlanSummary; deployed?: StackName[]; failing?: string } = {}) {
  const done: string[] = [];
  const act = async (verb: string, dir: string): Promise<void> => {
    done.push(`${verb} ${dir}`);
    if (failing === `${verb} ${dir}`) throw new CommandError(EXIT.failed, `${failing} failed`);
  };
  const terraform: StackTerraform = {
    init: (dir) => act('init', dir),
    hasResources: async (dir) => deployed.some((stack) => stack === dir),
    plan: async (dir) => {
      await act('plan', dir);
      return plan;
    },
    apply: (dir) => act('apply', dir),
    forgetPlan: (dir) => act('forget', dir),
  };
  return { terraform, done };
}

describe('deploying stacks', () => {
  it('applies what differs', async () => {
    const { terraform, done } = aTerraform();
    expect(await applyStacks(terraform, stacksOf('queue'), silent)).toMatchObject([{ stack: 'queue', create: 1 }]);
    expect(done).toEqual(['init queue', 'plan queue', 'apply queue', 'forget queue']);
  });

  it('applies nothing where nothing differs', async () => {
    const { terraform, done } = aTerraform({ plan: empty });
    await applyStacks(terraform, stacksOf('queue'), silent);
    expect(done).not.toContain('apply queue');
  });

  it('leaves no plan behind when it fails, and does not go on', async () => {
    const { terraform, done } = aTerraform({ failing: 'apply network' });
    await expect(applyStacks(terraform, stacksOf('network', 'scaler'), silent)).rejects.toThrow('apply network failed');
    expect(done.at(-1)).toBe('forget network');
  });
});

describe('ending stacks', () => {
  it('goes backwards, and passes by what is not there', async () => {
    const { terraform, done } = aTerraform({ deployed: ['network', 'scaler'] });
    await destroyStacks(terraform, stacksOf('network', 'queue', 'scaler'), silent);
    expect(done.filter((it) => it.startsWith('apply'))).toEqual(['apply scaler', 'apply network']);
  });
});

describe('a look at stacks', () => {
  it('changes nothing and leaves no plan behind', async () => {
    const { terraform, done } = aTerraform({ deployed: ['queue'] });
    const looks = await lookAt(terraform, stacksOf('queue'));
    expect(done).toEqual(['init queue', 'plan queue', 'forget queue']);
    expect(isSame(looks)).toBe(false);
    expect(looks.map(lookWords)).toEqual(['queue         +1\n  + a.b']);
  });

  it('says what a stack waits for when it cannot be planned before that is deployed', async () => {
    const { terraform } = aTerraform({ deployed: ['data'], failing: 'plan scaler' });
    const looks = await lookAt(terraform, stacksOf('network', 'data', 'scaler'));
    expect(looks.at(-1)).toEqual({ stack: 'scaler', kind: 'blocked', by: ['network'] });
  });

  it('fails when a stack cannot be planned and nothing is missing', async () => {
    const { terraform } = aTerraform({ deployed: ['network', 'data'], failing: 'plan scaler' });
    await expect(lookAt(terraform, stacksOf('network', 'data', 'scaler'))).rejects.toThrow('plan scaler failed');
  });
});
