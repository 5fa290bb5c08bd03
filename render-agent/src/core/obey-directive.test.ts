import { describe, expect, it } from '@jest/globals';
import { type Directive } from '@reelyard/contracts';
import fc from 'fast-check';
import { INITIAL_DIRECTIVE, describeStanding, obeyDirective } from './obey-directive.ts';

const directive = fc.record({
  kind: fc.constantFrom<Directive['kind']>('work', 'park', 'drain'),
  epoch: fc.nat(20),
  at: fc.constant(0),
});
const hands = fc.record({ held: fc.nat(2), outstandingReceives: fc.nat(3) });

describe('directives', () => {
  it('are obeyed in the order of their epochs, whatever order they arrive in', () => {
    fc.assert(
      fc.property(fc.array(directive), (told) => {
        const last = told.reduce(obeyDirective, INITIAL_DIRECTIVE);
        expect(last.epoch).toBe(Math.max(0, ...told.map(({ epoch }) => epoch)));
      }),
    );
  });

  it('never lead out of a drain', () => {
    fc.assert(
      fc.property(directive, fc.array(directive), (first, later) => {
        const draining = obeyDirective(INITIAL_DIRECTIVE, { ...first, kind: 'drain', epoch: 21 });
        expect(later.map((told) => ({ ...told, epoch: told.epoch + 22 })).reduce(obeyDirective, draining).kind).toBe(
          'drain',
        );
      }),
    );
  });

  it('are acknowledged as parked or drained only by empty hands', () => {
    fc.assert(
      fc.property(directive, hands, fc.boolean(), (told, held, isQuarantined) => {
        const standing = describeStanding(told, held, isQuarantined, -1);
        const isAtRest = held.held === 0 && held.outstandingReceives === 0;
        if (standing.state === 'parked' || standing.state === 'drained') expect(isAtRest).toBe(true);
        if (told.kind !== 'work') expect(standing.acknowledgedEpoch === told.epoch).toBe(isAtRest);
      }),
    );
  });
});
