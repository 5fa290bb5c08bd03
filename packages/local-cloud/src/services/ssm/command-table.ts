/**
 * All commands and their invocations, and the change of a status.
 * Invariant: whoever changes the status of an invocation changes it here, so that it is saved, told, and added up in
 * its command's.
 */
import { DocumentTable } from '../../instances/document-table.ts';
import { type Host } from '../../service.ts';
import { tellCommand, tellInvocation } from './command-events.ts';
import { type Command, type Invocation, type InvocationStatus, sumUp } from './command.ts';

export class CommandTable {
  readonly #host: Host;
  readonly #commands: DocumentTable<Command>;
  readonly #invocations: DocumentTable<Invocation>;

  constructor(host: Host) {
    this.#host = host;
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

  /** Of all commands, in the order they were sent. */
  everyInvocation(): Invocation[] {
    return this.#invocations.all();
  }

  /** Of all commands, newest first. */
  invocations(): Invocation[] {
    return this.#invocations.all().sort((a, b) => b.requestedAt - a.requestedAt);
  }

  put(command: Command): Promise<void> {
    return this.#commands.put(command.id, command);
  }

  /** Save an invocation that is new or has a new status, and tell of it. */
  announce(command: Command, invocation: Invocation): void {
    this.save(invocation);
    tellInvocation(this.#host, command, invocation);
  }

  /** A change that is none of its status. */
  save(invocation: Invocation): void {
    void this.#invocations.put(keyOf(invocation), invocation);
  }

  setStatus(invocation: Invocation, status: InvocationStatus, details: string): void {
    const command = this.#commands.find(invocation.command);
    if (!command) return;
    Object.assign(invocation, { status, details });
    this.announce(command, invocation);
    const sum = sumUp(this.invocationsOf(command.id));
    if (sum.status === command.status) return;
    const changed = { ...command, ...sum };
    void this.#commands.put(command.id, changed);
    tellCommand(this.#host, changed);
  }

  forget(command: Command, invocation: Invocation): void {
    void this.#invocations.delete(keyOf(invocation));
    if (this.invocationsOf(command.id).length === 0) void this.#commands.delete(command.id);
  }
}

/** Names an invocation. */
export function keyOf(invocation: Pick<Invocation, 'command' | 'instance'>): string {
  return `${invocation.command}/${invocation.instance}`;
}
