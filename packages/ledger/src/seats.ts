/**
 * License seats as data, under the same epoch rule as leases. Invariant: seats held never exceed the pool, because a seat is one row and taking it
 * names the epoch that was seen; giving it back names the epoch that was given, so a late return cannot free another's seat.
 */
import { type Transition } from './protocol/transition.ts';
import { absent, any, constant, eq, lte, param, remove, set } from './protocol/words.ts';

/**
 * Share of the lease by which two machines' clocks may differ: a holder stops using its seat by so much earlier than its own clock says that
 * another may take it. 3 s of 60 s; the time service of EC2 keeps clocks within milliseconds.
 */
export const SEAT_CLOCKS_DIFFER = 1 / 20;

export const SEAT_TRANSITIONS = {
  take: {
    id: 'S1',
    row: 'seat',
    title: 'a free or expired seat is taken',
    who: ['agent'],
    changes: [
      {
        kind: 'update',
        target: 'seat',
        guards: [
          any(absent('epoch'), eq('epoch', param('epochBefore'))),
          any(absent('leaseUntil'), lte('leaseUntil', param('now'))),
        ],
        effects: [
          set('engine', param('engine')),
          set('n', param('n')),
          set('epoch', param('epoch')),
          set('owner', param('owner')),
          set('leaseUntil', param('leaseUntil')),
        ],
      },
    ],
  },
  renew: {
    id: 'S2',
    row: 'seat',
    title: 'the holder keeps its seat',
    who: ['owner'],
    changes: [
      {
        kind: 'update',
        target: 'seat',
        guards: [
          eq('epoch', param('epoch')),
          eq('owner', param('owner')),
          // A renewal that arrives after a later one must not take the time back that its holder counts on.
          lte('leaseUntil', param('leaseUntil')),
        ],
        effects: [set('leaseUntil', param('leaseUntil'))],
      },
    ],
  },
  giveBack: {
    id: 'S3',
    row: 'seat',
    title: 'the holder gives its seat back',
    who: ['owner'],
    changes: [
      {
        kind: 'update',
        target: 'seat',
        guards: [eq('epoch', param('epoch')), eq('owner', param('owner'))],
        effects: [set('leaseUntil', constant(0)), ...remove('owner')],
      },
    ],
  },
} as const satisfies Record<string, Transition>;
