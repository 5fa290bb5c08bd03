/** What receivers heard, held against the events in the table and what the plan says of who listens: all that was owed to each, and nothing else. */
import { type JobEvent } from '@reelyard/contracts';
import { type Item } from '@reelyard/ledger';
import { toEvent, toPayload } from '../../packages/ledger/src/items/job-item.ts';
import { type Heard, type SimReceiver } from './world/sim-receiver.ts';

export interface Breach {
  readonly property: string;
  readonly because: string;
  readonly job: string;
}

/** An event, and the name that the plan gave its job; a retry has its parent's. */
interface PlannedEvent extends JobEvent {
  readonly name: string | undefined;
}

export function judgeWebhooks(items: readonly Item[], receivers: readonly SimReceiver[]): Breach[] {
  if (receivers.length === 0) return [];
  const events = findEvents(items);
  return receivers.flatMap((receiver) => [
    ...judgeUntold(receiver, [...events.values()]),
    ...receiver.heard.flatMap((heard) => judgeHeard(receiver, heard, events.get(keyOf(heard)))),
  ]);
}

function findEvents(items: readonly Item[]): Map<string, PlannedEvent> {
  const rows = items.filter(({ pk }) => pk.startsWith('J#'));
  const payloads = rows.filter(({ sk }) => sk === 'C');
  const names = new Map(payloads.map((item) => [item.pk, (toPayload(item).project as { name?: string }).name]));
  const events = rows.filter(({ sk }) => sk.startsWith('E#'));
  return new Map(events.map((item) => [keyOf(toEvent(item)), { ...toEvent(item), name: names.get(item.pk) }]));
}

const keyOf = ({ job, seq }: Pick<JobEvent, 'job' | 'seq'>): string => `${job} ${seq}`;

function judgeUntold(receiver: SimReceiver, events: readonly PlannedEvent[]): Breach[] {
  const { name } = receiver.identity;
  const taken = receiver.heard.filter(({ isVerified, id }) => isVerified && receiver.hasTaken(id));
  const told = new Set(taken.map(keyOf));
  return events
    .filter((event) => isOwed(receiver, event) && !told.has(keyOf(event)))
    .map(({ type, job }) => ({ property: 'L2', because: `${name} never took ${type} of ${job}`, job }));
}

function judgeHeard(receiver: SimReceiver, heard: Heard, event: PlannedEvent | undefined): Breach[] {
  const { name, tenant } = receiver.identity;
  const { id, type, job, state } = heard;
  const blame = (property: string, words: string): Breach[] => [
    { property, because: `${name} was told ${type} of ${job}, ${words}`, job },
  ];
  if (!event || event.type !== type) return blame('bug', 'which is not in its timeline');
  if (event.tenant !== tenant) return blame('S12', `which is ${event.tenant}'s`);
  if (event.id !== id) return blame('S16', `under ${id}, and the event is ${event.id}`);
  if (!isOwed(receiver, event)) return blame('bug', 'to which it does not listen');
  const isEnd = type !== 'job.accepted' && type !== 'job.started';
  return isEnd && type !== `job.${state}` ? blame('S3', `and it was ${state}`) : [];
}

const isOwed = (receiver: SimReceiver, { tenant, type, name }: PlannedEvent): boolean =>
  receiver.identity.tenant === tenant &&
  receiver.listensTo(type) &&
  (receiver.identity.job === undefined || receiver.identity.job === name);
