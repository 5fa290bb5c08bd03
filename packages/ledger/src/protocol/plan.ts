/**
 * A transition with its parameters filled in: the only way from the table to a write. Pure. Index keys are derived here from what they
 * stand for, so no caller can nominate an item under a wrong key.
 */
import { absurd, type Lane, type TaskRef } from '@reelyard/contracts';
import {
  deadlineSk,
  dutyPk,
  emitPk,
  emitSk,
  endedPk,
  endedSk,
  eventDispatch,
  leasedPk,
  waitingPk,
} from '../items/index-keys.ts';
import { eventKey, jobKey, payloadKey, seatKey, taskKey } from '../items/keys.ts';
import { type Change, type Effect, type Guard, type Item, type ItemKey, type Operand } from './change.ts';
import { type ChangeTemplate, type Target, type Transition } from './transition.ts';

/** Values by name; `now` and `ref` are in nearly every one. Items to put stand under the name of their template's `from`. */
export interface Params {
  readonly ref: TaskRef;
  readonly now: number;
  readonly [name: string]: unknown;
}

/** Throws TypeError naming a parameter that is missing: a bug of the caller. */
export function plan(transition: Transition, params: Params): Change[] {
  return transition.changes.flatMap((template) => planChange(template, params, transition.id));
}

function planChange(template: ChangeTemplate, params: Params, id: string): Change[] {
  switch (template.kind) {
    case 'event':
      return [planEvent(template, params, id)];
    case 'put':
      return planPuts(template, params, id);
    case 'check':
      return [{ kind: 'check', key: keyOf(template.target, params), guards: close(template.guards, params, id) }];
    case 'update':
      return [
        {
          kind: 'update',
          key: keyOf(template.target, params),
          guards: close(template.guards, params, id),
          effects: template.effects.flatMap((effect) => closeEffect(effect, params, id)),
        },
      ];
    default:
      return absurd(template);
  }
}

function planEvent(template: ChangeTemplate & { kind: 'event' }, params: Params, id: string): Change {
  const seq = (required(params, 'evSeq', id) as number) + 1;
  const { tenant, job } = params.ref;
  const key = eventKey(job, seq);
  const data = params['eventData'] ?? {};
  const item = {
    ...key,
    id: required(params, 'eventId', id),
    tenant,
    job,
    seq,
    type: template.type,
    at: params.now,
    data,
    // In the index until the dispatcher has turned it into deliveries.
    ...(params['isTold'] === true ? eventDispatch({ job, seq }, params.now) : {}),
  };
  return { kind: 'put', key, guards: [{ op: 'absent', field: 'pk' }], item };
}

function planPuts(template: ChangeTemplate & { kind: 'put' }, params: Params, id: string): Change[] {
  if (template.optional && params[template.from] === undefined) return [];
  const given = required(params, template.from, id) as Item | readonly Item[];
  const items: readonly Item[] = Array.isArray(given) ? given : [given];
  const guards = close(template.guards, params, id);
  return items.map((item) => ({ kind: 'put', key: { pk: item.pk, sk: item.sk }, guards, item }));
}

function keyOf(target: Target, params: Params): ItemKey {
  const { tenant, job, n } = params.ref;
  switch (target) {
    case 'job':
      return jobKey(tenant, job);
    case 'task':
      return taskKey(job, n);
    case 'payload':
      return payloadKey(job);
    case 'seat':
      return seatKey(required(params, 'engine', 'seat') as string, required(params, 'n', 'seat') as number);
    case 'idempotency':
      throw new TypeError('an idempotency record is only ever put');
    default:
      return absurd(target);
  }
}

const close = (guards: readonly Guard[], params: Params, id: string): Guard[] =>
  guards.map((guard) => closeGuard(guard, params, id));

function closeGuard(guard: Guard, params: Params, id: string): Guard {
  if (guard.op === 'any') return { ...guard, of: close(guard.of, params, id) };
  if (guard.op === 'in') return { ...guard, values: guard.values.map((value) => closeOperand(value, params, id)) };
  return 'value' in guard ? { ...guard, value: closeOperand(guard.value, params, id) } : guard;
}

function closeEffect(effect: Effect, params: Params, id: string): Effect[] {
  if (effect.op === 'remove') return [effect];
  const { value } = effect;
  if (effect.op === 'set' && effect.optional && value.kind === 'param' && params[value.name] === undefined) return [];
  return [{ ...effect, value: closeOperand(value, params, id) }];
}

function closeOperand(operand: Operand, params: Params, id: string): Operand {
  if (operand.kind !== 'param') return operand;
  const derived = DERIVED[operand.name];
  return { kind: 'const', value: derived ? derived(params, id) : required(params, operand.name, id) };
}

/** Parameters that are functions of others. */
const DERIVED: Readonly<Record<string, (params: Params, id: string) => string | undefined>> = {
  emitPk: ({ ref }) => emitPk(ref),
  emitSk: (params, id) => emitSk(params.ref, required(params, 'notBefore', id) as number),
  waitingPk: (params, id) => waitingPk(required(params, 'lane', id) as Lane, params.ref),
  waitingSk: (params, id) => deadlineSk(params.ref, required(params, 'deadlineAt', id) as number),
  leasedPk: ({ ref }) => leasedPk(ref),
  leasedSk: (params, id) => deadlineSk(params.ref, required(params, 'deadlineAt', id) as number),
  dutyPk: ({ ref }) => dutyPk(ref),
  dutySk: (params) => emitSk(params.ref, params.now),
  endedPk: ({ ref }) => endedPk(ref),
  endedSk: ({ ref, now }) => endedSk(ref, now),
};

function required(params: Params, name: string, id: string): unknown {
  const value = params[name];
  if (value === undefined) throw new TypeError(`transition ${id} needs the parameter ${name}`);
  return value;
}
