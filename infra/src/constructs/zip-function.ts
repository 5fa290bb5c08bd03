/** A Lambda function from a zip: Node 22 on arm64, JSON logs into its own group, its own role. */
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config/index.js';
import { Construct } from 'constructs';
import { type Names } from '../names.ts';
import { type Policy } from '../policies/statement.ts';
import { LogGroup } from './log-group.ts';
import { Role } from './role.ts';

export interface ZipFunctionProps {
  names: Names;
  name: string;
  description: string;
  handler: string;
  zip: { path: string; sha256: string };
  policy: Policy;
  variables: Readonly<Record<string, string>>;
  logDays: number;
  /** Of one invocation, in all. */
  timeoutSeconds?: number;
  /** How many run at once at most; absent: what the account has. */
  reservedConcurrency?: number;
}

/** The scaler's two loop inside one invocation for windows of 50 s; one of them may wait as long again for its turn. */
const windowTimeoutSeconds = 120;
const memoryMib = 512;

export class ZipFunction extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: ZipFunctionProps) {
    super(scope, id);
    const { names, name, description, zip, reservedConcurrency } = props;
    const logs = new LogGroup(this, 'logs', { name: `/aws/lambda/${name}`, days: props.logDays });
    const role = new Role(this, 'role', {
      names,
      name: props.policy.of,
      description,
      service: 'lambda.amazonaws.com',
      policy: props.policy,
    });
    const built = new LambdaFunction(this, 'function', {
      functionName: name,
      description,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: props.handler,
      filename: zip.path,
      sourceCodeHash: Buffer.from(zip.sha256, 'hex').toString('base64'),
      role: role.arn,
      timeout: props.timeoutSeconds ?? windowTimeoutSeconds,
      memorySize: memoryMib,
      environment: { variables: { ...props.variables } },
      loggingConfig: { logFormat: 'JSON', logGroup: logs.name },
      tracingConfig: { mode: 'PassThrough' },
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
      dependsOn: [role.policy],
    });
    // A kick or a tick that fails is made again by the next one: a late retry would only be stale.
    new LambdaFunctionEventInvokeConfig(this, 'async', {
      functionName: built.functionName,
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 60,
    });
    this.arn = built.arn;
    this.name = built.functionName;
  }
}
