/** What every stack of an environment has: provider, state, tags, names, guard rails. Stacks compose constructs and nothing else. */
import { type Environment, type Omission } from '@reelyard/environments';
import { Aspects, LocalBackend, S3Backend, TerraformStack } from 'cdktf';
import { type Construct } from 'constructs';
import { join, relative } from 'node:path';
import { type Artifacts, type Bundle } from '../artifacts.ts';
import { FarmProvider } from '../constructs/farm-provider.ts';
import { Unread } from '../constructs/unread.ts';
import { GuardRails } from '../guard-rails/guard-rails.ts';
import { type Names, namesOf, stackId, type StackName } from '../names.ts';

export interface FarmStackProps {
  environment: Environment;
  artifacts: Artifacts;
  /** Folder of all synthesized stacks, absolute: paths of bundles are written relative to it. */
  outdir: string;
}

export abstract class FarmStack extends TerraformStack {
  readonly environment: Environment;
  readonly names: Names;
  /** Default tags of whatever the stack makes. */
  readonly ownTags: Readonly<Record<string, string>>;
  readonly #dir: string;

  constructor(scope: Construct, stack: StackName, { environment, outdir }: FarmStackProps) {
    const id = stackId(stack, environment.name);
    super(scope, id);
    this.environment = environment;
    this.#dir = join(outdir, 'stacks', id);
    this.ownTags = {
      'reelyard:environment': environment.name,
      'reelyard:stack': stack,
      'reelyard:managed-by': 'terraform',
    };
    const { account } = new FarmProvider(this, 'provider', { environment, tags: this.ownTags });
    this.names = namesOf(environment, account);
    this.#keepState(id);
    Aspects.of(this).add(new Unread(environment.unread));
    Aspects.of(this).add(new GuardRails(environment));
  }

  /** Whether the environment's AWS has the feature; see its `omissions`. */
  has(feature: Omission['feature']): boolean {
    return this.environment.omissions.every((omission) => omission.feature !== feature);
  }

  /** Relative to the stack, so that what is synthesized does not name the machine that did it. */
  pathOf({ path }: Bundle): string {
    return `\${path.module}/${relative(this.#dir, path)}`;
  }

  #keepState(id: string): void {
    const { state, region } = this.environment;
    if (state.kind === 'local') {
      new LocalBackend(this, { path: 'terraform.tfstate' });
      return;
    }
    new S3Backend(this, { bucket: state.bucket, key: `${id}.tfstate`, region, encrypt: true });
    this.addOverride('terraform.backend.s3.use_lockfile', true);
  }
}
