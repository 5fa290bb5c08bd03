/**
 * Run Command: delivers commands to instances whose agent is online, runs their steps one after another, tells of
 * every change of status.
 * Invariant: an invocation that is over never changes again; a restart of the server finds each running step by its
 * process or its exit code.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Compute } from '../../instances/compute.ts';
import { DocumentTable } from '../../instances/document-table.ts';
import { type Instance } from '../../instances/instance.ts';
import { type Host } from '../../service.ts';
import { type Agents } from './agents.ts';
import { type Command, type Invocation, type InvocationStatus, isOver, type StepRun, sumUp } from './command.ts';
import { type Script } from './document-content.ts';
import { type StepEnd, StepRunner } from './step-runner.ts';

/** Commands stay for a day; AWS keeps thirty. */
const KEEP_MS = 86_400_000;

export class Commands {
  readonly #host: Host;
  readonly #compute: Compute;
  readonly #agents: Agents;
  readonly #commands: DocumentTable<Command>;
  readonly #invocations: DocumentTable<Invocation>;
  readonly #runners = new Map<string, StepRunner>();
  #timer: NodeJS.Timeout | undefined;
  #unlisten: (() => void) | undefined;

  constructor(host: Host, compute: Compute, agents: Agents) {
    this.#host = host;
    this.#compute = compute;
    this.#agents = agents;
    this.#commands = new DocumentTable(host.store, 'ssm_commands');
    this.#invocations = new DocumentTable(host.store, 'ssm_invocations');
  }

  list(): Command[] {
    return this.#commands.all().sort((a, b) => b.requestedAt - a.requestedAt);
  }

  find(id: string): Command | undefined {
    return this.#commands.find(id);
  }

  invocationsOf(command: string): Invocation[] {
    return this.#invocations.all().filter((each) => each.command === command);
  }

  /** Of all commands, newest first. */
  invocations(): Invocation[] {
    return this.#invocations.all().sort((a, b) => b.requestedAt - a.requestedAt);
  }

  async send(command: Omit<Command, 'id' | 'status' | 'details' | 'hasCancelRequest'>): Promise<Command> {
    const made: Command = {
      ...command,
      id: randomUUID(),
      status: 'Pending',
      details: 'Pending',
      hasCancelRequest: false,
    };
    const saved = this.#commands.put(made.id, made);
    for (const instance of made.instances) {
      const invocation: Invocation = {
        command: made.id,
        instance,
        status: 'Pending',
        details: 'Pending',
        requestedAt: made.requestedAt,
        steps: [],
      };
      void this.#invocations.put(keyOf(invocation), invocation);
      this.#tell(made, invocation);
    }
    await saved;
    setImmediate(() => this.#deliver());
    return made;
  }

  /** What the step under way has printed so far. AWS tells it only at the end; the control door tells it while it runs. */
  findOutputSoFar(command: string, instance: string): string | undefined {
    return this.#runners.get(keyOf({ command, instance }))?.output().stdout;
  }

  async cancel(command: Command, instances: readonly string[]): Promise<void> {
    await this.#commands.put(command.id, { ...command, hasCancelRequest: true });
    for (const invocation of this.invocationsOf(command.id)) {
      if (isOver(invocation.status) || (instances.length > 0 && !instances.includes(invocation.instance))) continue;
      const runner = this.#runners.get(keyOf(invocation));
      const current = invocation.steps.find((step) => step.status === 'InProgress');
      if (runner && current)
        Object.assign(current, runner.output(), {
          status: 'Cancelled',
          details: 'Cancelled',
          endedAt: this.#host.now(),
        });
      runner?.abandon();
      this.#runners.delete(keyOf(invocation));
      this.#set(invocation, 'Cancelled', 'Cancelled');
    }
  }

  start(): void {
    this.#unlisten = this.#compute.listen((instance, change) => {
      if (change === 'guest' && instance.guest === 'up') setImmediate(() => this.#deliver());
    });
    this.#timer = setInterval(() => this.#deliver(), 1_000).unref();
    for (const invocation of this.#invocations.all()) if (invocation.status === 'InProgress') this.#resume(invocation);
    this.#deliver();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#unlisten?.();
    for (const runner of this.#runners.values()) runner.abandon();
    this.#runners.clear();
  }

  /** Pending ones go to instances that are online; those that waited too long end. */
  #deliver(): void {
    const now = this.#host.now();
    for (const invocation of this.#invocations.all()) {
      const command = this.#commands.find(invocation.command);
      if (!command) continue;
      if (now - command.requestedAt > KEEP_MS && isOver(invocation.status)) this.#forget(command, invocation);
      if (invocation.status === 'InProgress') this.#checkLost(command, invocation);
      if (invocation.status !== 'Pending') continue;
      const instance = this.#compute.find(invocation.instance);
      if (instance && this.#agents.pingOf(instance) === 'Online') this.#begin(command, invocation);
      else if (!instance || instance.state === 'terminated') this.#set(invocation, 'Failed', 'Undeliverable');
      else if (now >= command.expiresAt) this.#set(invocation, 'TimedOut', 'DeliveryTimedOut');
    }
  }

  #begin(command: Command, invocation: Invocation): void {
    invocation.steps = command.scripts.map((script) => newStep(script));
    this.#set(invocation, 'InProgress', 'InProgress');
    this.#next(command, invocation);
  }

  /** Run the next step, or add up. */
  #next(command: Command, invocation: Invocation): void {
    const index = invocation.steps.findIndex((step) => step.status === 'Pending');
    const step = invocation.steps[index];
    const script = command.scripts[index];
    if (!step || !script) return this.#conclude(invocation);
    if (script.isSkipped || isSkippedByExit(command, invocation, index)) {
      Object.assign(step, { status: 'Success', details: script.isSkipped ? 'Skipped' : 'Success', code: 0 });
      return this.#next(command, invocation);
    }
    const runner = this.#runnerFor(command, invocation, index);
    if (!runner) return this.#set(invocation, 'Failed', 'Undeliverable');
    Object.assign(step, {
      status: 'InProgress',
      details: 'InProgress',
      startedAt: this.#host.now(),
      process: runner.start(),
    });
    void this.#invocations.put(keyOf(invocation), invocation);
  }

  #runnerFor(command: Command, invocation: Invocation, index: number): StepRunner | undefined {
    const machine = this.#compute.findMachine(invocation.instance);
    const script = command.scripts[index];
    if (!machine || !script) return undefined;
    const startedAt = invocation.steps[index]?.startedAt ?? this.#host.now();
    const runner = new StepRunner({
      machine,
      script,
      folder: join(machine.folder, 'var/lib/amazon/ssm', command.id, script.name),
      deadline: startedAt + script.timeoutSeconds * 1000,
      now: () => this.#host.now(),
      finish: (end) => this.#finish(command, invocation, index, end),
    });
    this.#runners.set(keyOf(invocation), runner);
    return runner;
  }

  #finish(command: Command, invocation: Invocation, index: number, end: StepEnd): void {
    const runner = this.#runners.get(keyOf(invocation));
    const step = invocation.steps[index];
    if (!runner || !step || isOver(invocation.status)) return;
    this.#runners.delete(keyOf(invocation));
    const { stdout, stderr } = runner.output();
    // Gone with its machine: the agent says nothing, and only time (or a reboot) ends it.
    if (end.kind === 'lost' && !this.#isUp(invocation)) return;
    const code = end.kind === 'exited' ? end.code : -1;
    const status = end.kind === 'timed-out' ? 'TimedOut' : code === 0 ? 'Success' : 'Failed';
    const details = status === 'TimedOut' ? 'ExecutionTimedOut' : status;
    const complaint =
      status === 'Failed'
        ? `${stderr === '' || stderr.endsWith('\n') ? '' : '\n'}failed to run commands: exit status ${code}`
        : '';
    Object.assign(step, { status, details, code, endedAt: this.#host.now(), stdout, stderr: stderr + complaint });
    delete step.process;
    this.#next(command, invocation);
  }

  #conclude(invocation: Invocation): void {
    const failed = invocation.steps.find((step) => step.status !== 'Success');
    this.#set(invocation, failed?.status ?? 'Success', failed?.details ?? 'Success');
  }

  /** A running step without a runner: its machine died. It ends when its time is up or the machine is back without it. */
  #checkLost(command: Command, invocation: Invocation): void {
    if (this.#runners.has(keyOf(invocation))) return;
    const index = invocation.steps.findIndex((each) => each.status === 'InProgress');
    const step = invocation.steps[index];
    if (!step) return;
    const deadline = (step.startedAt ?? 0) + (command.scripts[index]?.timeoutSeconds ?? 0) * 1000;
    const isLate = this.#host.now() >= deadline;
    if (!isLate && !this.#isUp(invocation)) return;
    const [status, details] = isLate ? (['TimedOut', 'ExecutionTimedOut'] as const) : (['Failed', 'Failed'] as const);
    Object.assign(step, { status, details, code: -1, endedAt: this.#host.now() });
    this.#set(invocation, status, details);
  }

  /** After a restart of the server: take up the running step where it is. */
  #resume(invocation: Invocation): void {
    const command = this.#commands.find(invocation.command);
    const index = invocation.steps.findIndex((step) => step.status === 'InProgress');
    const process = invocation.steps[index]?.process;
    if (command && process) this.#runnerFor(command, invocation, index)?.watch(process);
    else if (command) this.#next(command, invocation);
  }

  #isUp(invocation: Invocation): boolean {
    return this.#compute.find(invocation.instance)?.guest === 'up';
  }

  #set(invocation: Invocation, status: InvocationStatus, details: string): void {
    const command = this.#commands.find(invocation.command);
    if (!command) return;
    Object.assign(invocation, { status, details });
    void this.#invocations.put(keyOf(invocation), invocation);
    this.#tell(command, invocation);
    const sum = sumUp(this.invocationsOf(command.id));
    if (sum.status === command.status) return;
    const changed = { ...command, ...sum };
    void this.#commands.put(command.id, changed);
    this.#tellCommand(changed);
  }

  #tell(command: Command, invocation: Invocation): void {
    const { region, accountId } = this.#host;
    this.#host.emit({
      source: 'aws.ssm',
      'detail-type': 'EC2 Command Invocation Status-change Notification',
      resources: [`arn:aws:ec2:${region}:${accountId}:instance/${invocation.instance}`],
      detail: { ...detailOf(command), 'instance-id': invocation.instance, status: invocation.status },
    });
  }

  #tellCommand(command: Command): void {
    const { region, accountId } = this.#host;
    this.#host.emit({
      source: 'aws.ssm',
      'detail-type': 'EC2 Command Status-change Notification',
      resources: command.instances.map((id) => `arn:aws:ec2:${region}:${accountId}:instance/${id}`),
      detail: {
        ...detailOf(command),
        'expire-after': new Date(command.expiresAt).toISOString(),
        parameters: JSON.stringify(command.parameters),
        status: command.status,
      },
    });
  }

  #forget(command: Command, invocation: Invocation): void {
    void this.#invocations.delete(keyOf(invocation));
    if (this.invocationsOf(command.id).length === 0) void this.#commands.delete(command.id);
  }
}

/** Who may be asked to run something: an instance by id. */
export function isKnown(instance: Instance | undefined): instance is Instance {
  return instance !== undefined && instance.state !== 'terminated';
}

function keyOf(invocation: Pick<Invocation, 'command' | 'instance'>): string {
  return `${invocation.command}/${invocation.instance}`;
}

function newStep({ name }: Script): StepRun {
  return { name, status: 'Pending', details: 'Pending', code: -1, stdout: '', stderr: '' };
}

/** An earlier step said `exit`: everything but the final step is left out. */
function isSkippedByExit(command: Command, invocation: Invocation, index: number): boolean {
  if (command.scripts[index]?.isFinal) return false;
  return command.scripts.slice(0, index).some((script, at) => {
    const status = invocation.steps[at]?.status;
    if (status === 'Success') return script.exitsOnSuccess && !script.isSkipped;
    return script.onFailure !== 'continue';
  });
}

function detailOf(command: Command): Record<string, unknown> {
  return {
    'command-id': command.id,
    'document-name': command.document,
    'requested-date-time': new Date(command.requestedAt).toISOString(),
  };
}
