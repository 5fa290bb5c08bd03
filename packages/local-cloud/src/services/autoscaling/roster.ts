/**
 * The groups, their members and their activities, as documents.
 * Invariant: every change of a group or a member is saved in the turn it happens in, and its group is looked at soon.
 */
import { DocumentTable } from '../../instances/document-table.ts';
import { type Host } from '../../service.ts';
import { Activities } from './activities.ts';
import { type Causes, causesAt } from './causes.ts';
import { type Group, type Member } from './group.ts';

export class Roster {
  readonly groups: DocumentTable<Group>;
  readonly members: DocumentTable<Member>;
  readonly activities: Activities;
  readonly #host: Host;
  readonly #look: (group: string) => void;
  readonly #poked = new Set<string>();

  /** @param look what is to be done soon after a change of the group of that name. */
  constructor(host: Host, look: (group: string) => void) {
    this.#host = host;
    this.#look = look;
    this.groups = new DocumentTable(host.store, 'asg_groups');
    this.members = new DocumentTable(host.store, 'asg_members');
    this.activities = new Activities(host);
  }

  membersOf(group: string): Member[] {
    return this.members.all().filter((member) => member.group === group);
  }

  /** Wall clock of the host, ms. */
  now(): number {
    return this.#host.now();
  }

  /** Reasons for activities that begin now. */
  get causes(): Causes {
    return causesAt(this.now());
  }

  /** Look at the group soon; any number of pokes in a turn is one. */
  poke(group: string): void {
    if (this.#poked.has(group)) return;
    this.#poked.add(group);
    setImmediate(() => {
      this.#poked.delete(group);
      this.#look(group);
    });
  }

  saveGroup(group: Group): Promise<void> {
    this.poke(group.name);
    return this.groups.put(group.name, group);
  }

  saveMember(member: Member): Promise<void> {
    this.poke(member.group);
    return this.members.put(member.id, member);
  }
}
