import { afterAll, describe, expect, it } from '@jest/globals';
import { dev } from '@reelyard/environments';
import { App, TerraformResource } from 'cdktf';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FarmStack } from '../stacks/farm-stack.ts';
import { someArtifacts } from '../testing/some-artifacts.ts';

const outdir = mkdtempSync(join(tmpdir(), 'reelyard-guard-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

class Careless extends FarmStack {
  constructor(app: App) {
    super(app, 'queue', { environment: dev, artifacts: someArtifacts(), outdir });
    new TerraformResource(this, 'logs', { terraformResourceType: 'aws_cloudwatch_log_group' });
  }
}

describe('synth', () => {
  it('fails on a careless resource with its address, the rule and the fix', () => {
    const app = new App({ outdir, stackTraces: false });
    new Careless(app);
    expect(() => app.synth()).toThrow(
      /aws_cloudwatch_log_group\.logs: keeps lines for ever — set retentionInDays \(guard rail log-retention\)/,
    );
  });
});
