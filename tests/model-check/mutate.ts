/** Mutants are made of the table by functions on its data: one transition changed, everything else as production has it. */
import { type Effect, type Guard, type Transition } from '@reelyard/ledger';
import { type Protocol, PRODUCTION, type SeatTable, type Table } from './protocol.ts';

type Template = Transition['changes'][number];
type Target = 'job' | 'task' | 'seat' | 'idempotency' | 'payload';

/** The table with these transitions changed. */
export function mutate(names: readonly (keyof Table)[], change: (transition: Transition) => Transition): Protocol {
  const changed = names.map((name) => [name, change(PRODUCTION.table[name])]);
  return { ...PRODUCTION, table: { ...PRODUCTION.table, ...Object.fromEntries(changed) } as Table };
}

export function mutateSeats(
  names: readonly (keyof SeatTable)[],
  change: (transition: Transition) => Transition,
): Protocol {
  const changed = names.map((name) => [name, change(PRODUCTION.seats[name])]);
  return { ...PRODUCTION, seats: { ...PRODUCTION.seats, ...Object.fromEntries(changed) } as SeatTable };
}

const eachTemplate =
  (change: (template: Template) => readonly Template[]) =>
  (transition: Transition): Transition => ({ ...transition, changes: transition.changes.flatMap(change) });

const isOf = (template: Template, target: Target): boolean => 'target' in template && template.target === target;
const fieldsOf = (guard: Guard): string[] => ('of' in guard ? guard.of.flatMap(fieldsOf) : [guard.field]);

/** Guards of the target on one of these fields are gone; without fields, all of them. */
export const withoutGuards = (target: Target, ...fields: string[]): ((transition: Transition) => Transition) =>
  eachTemplate((template) => {
    if (!isOf(template, target) || template.kind === 'event') return [template];
    const keeps = (guard: Guard): boolean =>
      fields.length > 0 && !fieldsOf(guard).some((field) => fields.includes(field));
    return [{ ...template, guards: template.guards.filter(keeps) }];
  });

export const withGuard = (target: Target, guard: Guard): ((transition: Transition) => Transition) =>
  eachTemplate((template) =>
    isOf(template, target) && template.kind !== 'event'
      ? [{ ...template, guards: [...template.guards, guard] }]
      : [template],
  );

/** Effects of the target on fields that begin so are gone. */
export const withoutEffects = (target: Target, ...prefixes: string[]): ((transition: Transition) => Transition) =>
  eachTemplate((template) => {
    if (!isOf(template, target) || template.kind !== 'update') return [template];
    const keeps = ({ field }: Effect): boolean => !prefixes.some((prefix) => field.startsWith(prefix));
    return [{ ...template, effects: template.effects.filter(keeps) }];
  });

/** This part of the write is not written at all. */
export const withoutPart = (isIt: (template: Template) => boolean): ((transition: Transition) => Transition) =>
  eachTemplate((template) => (isIt(template) ? [] : [template]));

export const isEvent = (template: Template): boolean => template.kind === 'event';
export const isIdempotency = (template: Template): boolean => isOf(template, 'idempotency');
