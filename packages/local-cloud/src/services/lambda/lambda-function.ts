/** A deployed function as it is stored: its configuration, and the folder its zip was unpacked to. */
export interface LambdaFunction {
  name: string;
  arn: string;
  handler: string;
  runtime: string;
  role: string;
  timeoutSeconds: number;
  memoryMb: number;
  environment: Record<string, string>;
  /** Absent: unreserved, bounded by `unreservedConcurrency`. */
  reservedConcurrency?: number;
  codeSha256: string;
  codeBytes: number;
  /** Folder below the data folder. */
  codeDir: string;
  lastModified: string;
  revision: string;
}

/** Processes of one function when it has no reservation; AWS's account default is 1,000, a laptop has two cores. */
export const unreservedConcurrency = 4;

export function describeFunction(fn: LambdaFunction): Record<string, unknown> {
  return {
    FunctionName: fn.name,
    FunctionArn: fn.arn,
    Runtime: fn.runtime,
    Role: fn.role,
    Handler: fn.handler,
    CodeSize: fn.codeBytes,
    Timeout: fn.timeoutSeconds,
    MemorySize: fn.memoryMb,
    LastModified: fn.lastModified,
    CodeSha256: fn.codeSha256,
    Version: '$LATEST',
    Environment: { Variables: fn.environment },
    PackageType: 'Zip',
    Architectures: [process.arch === 'arm64' ? 'arm64' : 'x86_64'],
    State: 'Active',
    LastUpdateStatus: 'Successful',
    RevisionId: fn.revision,
  };
}
