/**
 * Run Command: delivers commands to instances whose agent is online and runs their steps one after another.
 * Invariant: an invocation that is over never changes again; a restart of the server finds each running step by its
 * process or its exit code.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Compute } from '../../instances/compute.ts';
import { type Host } from '../../service.ts';
import { type Agents } from './agents.ts';
import { CommandTable, keyOf } from './command-table.ts';
import { type Command, type Invocation, isOver } from './command.ts';
import { type StepEnd, StepRunner } from './step-runner.ts';
import { isSkippedByExit, newStep } from './steps.ts';

/** Commands stay for a day; AWS keeps thirty. */
const KEEP_MS = 86_400_000;

export class Commands {
  readonly table: CommandTable;
  readonly #host: Host;
  readonly #compute: Compute;
  readonly #agents: Agents;
  readonly #runners = new Map<string, StepRunner>();
  #timer: NodeJS.Timeout | undefined;
  #unlisten: (() => void) | undefined;

  constructor(host: Host, compute: Compute, agents: Agents) {
    this.#host = host;
    this.#compute = compute;
    this.#agents = agents;
    this.table = new CommandTable(host);
  }

  async send(command: Omit<Command, 'id' | 'status' | 'details' | 'hasCancelRequest'>): Promise<Command> {
    const made: Command = {
      ...command,
      id: randomUUID(),
      status: 'Pending',
      details: 'Pending',
      hasCancelRequest: false,
    };
    const saved = this.table.put(made);
    for (const instance of made.instances) {
      const invocation: Invocation = {
        command: made.id,
        instance,
        status: 'Pending',
        details: 'Pending',
        requestedAt: made.requestedAt,
        steps: [],
      };
      this.table.announce(made, invocation);
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
    await this.table.put({ ...command, hasCancelRequest: true });
    for (const invocation of this.table.invocationsOf(command.id)) {
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
      this.table.setStatus(invocation, 'Cancelled', 'Cancelled');
    }
  }

  start(): void {
    this.#unlisten = this.#compute.listen((instance, change) => {
      if (change === 'guest' && instance.guest === 'up') setImmediate(() => this.#deliver());
    });
    this.#timer = setInterval(() => this.#deliver(), 1_000).unref();
    for (const invocation of this.table.everyInvocation())
      if (invocation.status === 'InProgress') this.#resume(invocation);
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
    for (const invocation of this.table.everyInvocation()) {
      const command = this.table.find(invocation.command);
      if (!command) continue;
      if (now - command.requestedAt > KEEP_MS && isOver(invocation.status)) this.table.forget(command, invocation);
      if (invocation.status === 'InProgress') this.#checkLost(command, invocation);
      if (invocation.status !== 'Pending') continue;
      const instance = this.#compute.find(invocation.instance);
      if (instance && this.#agents.pingOf(instance) === 'Online') this.#begin(command, invocation);
      else if (!instance || instance.state === 'terminated')
        this.table.setStatus(invocation, 'Failed', 'Undeliverable');
      else if (now >= command.expiresAt) this.table.setStatus(invocation, 'TimedOut', 'DeliveryTimedOut');
    }
  }

  #begin(command: Command, invocation: Invocation): void {
    invocation.steps = command.scripts.map((script) => newStep(script));
    this.table.setStatus(invocation, 'InProgress', 'InProgress');
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
    if (!runner) return this.table.setStatus(invocation, 'Failed', 'Undeliverable');
    Object.assign(step, {
      status: 'InProgress',
      details: 'InProgress',
      startedAt: this.#host.now(),
      process: runner.start(),
    });
    this.table.save(invocation);
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
    this.table.setStatus(invocation, failed?.status ?? 'Success', failed?.details ?? 'Success');
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
    this.table.setStatus(invocation, status, details);
  }

  /** After a restart of the server: take up the running step where it is. */
  #resume(invocation: Invocation): void {
    const command = this.table.find(invocation.command);
    const index = invocation.steps.findIndex((step) => step.status === 'InProgress');
    const process = invocation.steps[index]?.process;
    if (command && process) this.#runnerFor(command, invocation, index)?.watch(process);
    else if (command) this.#next(command, invocation);
  }

  #isUp(invocation: Invocation): boolean {
    return this.#compute.find(invocation.instance)?.guest === 'up';
  }
}
