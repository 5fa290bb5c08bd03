/** A command, its invocations on instances, and what their statuses add up to. Pure. */
import { type ProcessKey } from '../../instances/process-key.ts';
import { type Script } from './document-content.ts';
import { type Json, toSeconds } from './json.ts';

export type InvocationStatus =
  'Pending' | 'InProgress' | 'Delayed' | 'Success' | 'Cancelled' | 'TimedOut' | 'Failed' | 'Cancelling';

/** One step of an invocation; its output lies in files of the instance until it ends, then here. */
export interface StepRun {
  name: string;
  status: InvocationStatus;
  details: string;
  code: number;
  startedAt?: number;
  endedAt?: number;
  stdout: string;
  stderr: string;
  /** The running wrapper, to find it again after a restart. */
  process?: ProcessKey;
}

export interface Invocation {
  command: string;
  instance: string;
  status: InvocationStatus;
  details: string;
  requestedAt: number;
  steps: StepRun[];
}

export interface Command {
  id: string;
  document: string;
  documentVersion: string;
  comment: string;
  parameters: Record<string, string[]>;
  scripts: Script[];
  instances: string[];
  targets: Json[];
  requestedAt: number;
  /** Until then an instance may take delivery. */
  expiresAt: number;
  timeoutSeconds: number;
  status: InvocationStatus;
  details: string;
  hasCancelRequest: boolean;
}

/** GetCommandInvocation shows the first 24,000 characters of output and 8,000 of error output (API reference). */
const STDOUT_LIMIT = 24_000;
const STDERR_LIMIT = 8_000;
/** ListCommandInvocations with Details: 2,500 of both together. */
const DETAILS_LIMIT = 2_500;
const CUT = '---Output truncated---';

export function isOver(status: InvocationStatus): boolean {
  return status === 'Success' || status === 'Failed' || status === 'TimedOut' || status === 'Cancelled';
}

/** A command's status from its invocations': over when all are, and then the worst of them. */
export function sumUp(invocations: readonly Invocation[]): { status: InvocationStatus; details: string } {
  const statuses = invocations.map((each) => each.status);
  if (!statuses.every(isOver)) {
    const hasBegun = statuses.some((status) => status !== 'Pending');
    return hasBegun ? { status: 'InProgress', details: 'InProgress' } : { status: 'Pending', details: 'Pending' };
  }
  for (const worst of ['Failed', 'TimedOut', 'Cancelled'] as const) {
    const found = invocations.find((each) => each.status === worst);
    if (found) return { status: worst, details: found.details };
  }
  return { status: 'Success', details: 'Success' };
}

export function describeCommand(command: Command, invocations: readonly Invocation[]): Json {
  return {
    CommandId: command.id,
    DocumentName: command.document,
    DocumentVersion: command.documentVersion,
    Comment: command.comment,
    ExpiresAfter: toSeconds(command.expiresAt),
    Parameters: command.parameters,
    InstanceIds: command.targets.length > 0 ? [] : command.instances,
    Targets: command.targets,
    RequestedDateTime: toSeconds(command.requestedAt),
    Status: command.status,
    StatusDetails: command.details,
    OutputS3BucketName: '',
    OutputS3KeyPrefix: '',
    MaxConcurrency: '50',
    MaxErrors: '0',
    TargetCount: invocations.length,
    CompletedCount: invocations.filter((each) => isOver(each.status)).length,
    ErrorCount: invocations.filter((each) => each.status === 'Failed' || each.status === 'TimedOut').length,
    DeliveryTimedOutCount: invocations.filter((each) => each.details === 'DeliveryTimedOut').length,
    TimeoutSeconds: command.timeoutSeconds,
  };
}

export function describeInvocation(command: Command, invocation: Invocation, withDetails: boolean): Json {
  return {
    CommandId: command.id,
    InstanceId: invocation.instance,
    InstanceName: '',
    Comment: command.comment,
    DocumentName: command.document,
    DocumentVersion: command.documentVersion,
    RequestedDateTime: toSeconds(invocation.requestedAt),
    Status: invocation.status,
    StatusDetails: invocation.details,
    StandardOutputUrl: '',
    StandardErrorUrl: '',
    CommandPlugins: withDetails ? invocation.steps.map(describeStep) : [],
  };
}

/** GetCommandInvocation's shape; `step` is absent while nothing has been delivered. */
export function describeOne(command: Command, invocation: Invocation, step: StepRun | undefined): Json {
  const shown = step && isOver(invocation.status) ? step : invocation;
  return {
    CommandId: command.id,
    InstanceId: invocation.instance,
    Comment: command.comment,
    DocumentName: command.document,
    DocumentVersion: command.documentVersion,
    ...describeRun(step ?? { name: '', code: -1, stdout: '', stderr: '' }),
    Status: shown.status,
    StatusDetails: shown.details,
    StandardOutputUrl: '',
    StandardErrorUrl: '',
    CloudWatchOutputConfig: { CloudWatchLogGroupName: '', CloudWatchOutputEnabled: false },
  };
}

function describeRun(step: Omit<StepRun, 'status' | 'details'>): Json {
  const { startedAt, endedAt } = step;
  const instant = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString());
  const elapsed = startedAt === undefined || endedAt === undefined ? '' : `PT${(endedAt - startedAt) / 1000}S`;
  return {
    PluginName: step.name,
    ResponseCode: step.code,
    ExecutionStartDateTime: instant(startedAt),
    ExecutionElapsedTime: elapsed,
    ExecutionEndDateTime: instant(endedAt),
    StandardOutputContent: step.stdout.slice(0, STDOUT_LIMIT),
    StandardErrorContent: step.stderr.slice(0, STDERR_LIMIT),
  };
}

function describeStep(step: StepRun): Json {
  const output = step.stderr === '' ? step.stdout : `${step.stdout}\n----------ERROR-------\n${step.stderr}`;
  return {
    Name: step.name,
    Status: step.status,
    StatusDetails: step.details,
    ResponseCode: step.code,
    ...(step.startedAt === undefined ? {} : { ResponseStartDateTime: toSeconds(step.startedAt) }),
    ...(step.endedAt === undefined ? {} : { ResponseFinishDateTime: toSeconds(step.endedAt) }),
    Output: output.length > DETAILS_LIMIT ? output.slice(0, DETAILS_LIMIT - CUT.length) + CUT : output,
    StandardOutputUrl: '',
    StandardErrorUrl: '',
    OutputS3Region: '',
    OutputS3BucketName: '',
    OutputS3KeyPrefix: '',
  };
}
