import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Letter } from './letter.ts';
import { Mailbox } from './mailbox.ts';

const retentionMs = 345_600_000;

function aLetter(seq: number, overrides: Partial<Letter> = {}): Letter {
  const base = { messageId: `m${seq}`, group: '', sentAt: 0, state: 'ready', dueAt: 0, sourceArn: '' } as const;
  return { ...base, seq, receives: 0, firstReceivedAt: 0, receivedAt: 0, ...overrides };
}

function mailboxOf(...letters: Letter[]): Mailbox {
  const mailbox = new Mailbox();
  for (const letter of letters) mailbox.add(letter);
  return mailbox;
}

describe('a mailbox', () => {
  it('gives messages in the order they were sent', () => {
    const mailbox = mailboxOf(aLetter(1), aLetter(2), aLetter(3));
    expect([1, 2, 3].map(() => mailbox.take(0, 10)?.seq)).toEqual([1, 2, 3]);
    expect(mailbox.take(0, 10)).toBeUndefined();
  });

  it('shows a message again when its time is over, before those sent later', () => {
    const mailbox = mailboxOf(aLetter(1), aLetter(2));
    mailbox.take(0, 1000);
    mailbox.advance(999, retentionMs);
    expect(mailbox.depth).toEqual({ ready: 1, inFlight: 1, delayed: 0 });
    mailbox.advance(1000, retentionMs);
    expect(mailbox.depth).toEqual({ ready: 2, inFlight: 0, delayed: 0 });
    expect(mailbox.take(1000, 2000)).toMatchObject({ seq: 1, receives: 2 });
  });

  it('tells when the next hidden message is due, also after its time was changed', () => {
    const mailbox = mailboxOf(aLetter(1), aLetter(2, { state: 'delayed', dueAt: 900 }));
    const letter = mailbox.take(0, 500);
    expect(mailbox.findNextDueAt()).toBe(500);
    if (letter) mailbox.hideUntil(letter, 5000, 0);
    expect(mailbox.findNextDueAt()).toBe(900);
    mailbox.advance(900, retentionMs);
    expect(mailbox.findNextDueAt()).toBe(5000);
  });

  it('drops what is older than the retention period, in flight or not', () => {
    const mailbox = mailboxOf(aLetter(1, { sentAt: 0 }), aLetter(2, { sentAt: 50 }), aLetter(3, { sentAt: 60 }));
    mailbox.take(60, 10_000);
    expect(mailbox.advance(150, 100).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(mailbox.depth).toEqual({ ready: 1, inFlight: 0, delayed: 0 });
  });

  it('forgets a receive that reached nobody', () => {
    const mailbox = mailboxOf(aLetter(1));
    const letter = mailbox.take(0, 1000);
    if (letter) mailbox.undoReceive(letter, 1);
    expect(mailbox.take(2, 1000)).toMatchObject({ receives: 1, firstReceivedAt: 2 });
  });

  it('lets a small tenant pass a large backlog', () => {
    const backlog = Array.from({ length: 100 }, (_, n) => aLetter(n, { group: 'large' }));
    const mailbox = mailboxOf(...backlog, aLetter(100, { group: 'small' }));
    const firstTwo = [mailbox.take(0, 1000)?.group, mailbox.take(0, 1000)?.group];
    expect(firstTwo.sort()).toEqual(['large', 'small']);
  });

  it('serves first the group with the fewest messages in flight', () => {
    const mailbox = mailboxOf(...[1, 2, 3].map((seq) => aLetter(seq, { group: 'busy' })));
    for (let n = 0; n < 2; n += 1) mailbox.take(0, 1000);
    mailbox.add(aLetter(4, { group: 'idle' }));
    expect(mailbox.take(0, 1000)?.group).toBe('idle');
  });

  it('loses no message and doubles none, whatever happens to it', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('send' as const), delay: fc.nat(20), group: fc.constantFrom('', 'a', 'b') }),
      fc.record({ do: fc.constant('take' as const), hide: fc.nat(20) }),
      fc.record({ do: fc.constantFrom('hide' as const, 'undo' as const), which: fc.nat(5), hide: fc.nat(20) }),
      fc.record({ do: fc.constant('delete' as const), which: fc.nat(5) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.nat(15) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const mailbox = new Mailbox();
        const held: Letter[] = [];
        const alive = new Set<number>();
        let [now, seq] = [1, 0];
        for (const one of steps) {
          mailbox.advance(now, retentionMs);
          if (one.do === 'send') {
            const dueAt = now + one.delay;
            mailbox.add(aLetter(++seq, { dueAt, group: one.group, state: one.delay > 0 ? 'delayed' : 'ready' }));
            alive.add(seq);
          } else if (one.do === 'take') {
            const letter = mailbox.take(now, now + one.hide);
            if (letter) held.push(letter);
          } else if (one.do === 'wait') {
            now += one.ms;
          } else {
            const letter = held[held.length - 1 - one.which];
            if (!letter) continue;
            if (one.do === 'delete') alive.delete(letter.seq);
            if (one.do === 'delete') mailbox.remove(letter);
            else if (letter.state === 'in-flight' && one.do === 'hide') mailbox.hideUntil(letter, now + one.hide, now);
            else if (letter.state === 'in-flight') mailbox.undoReceive(letter, now);
          }
          const { ready, inFlight, delayed } = mailbox.depth;
          expect(ready + inFlight + delayed).toBe(alive.size);
        }
        mailbox.advance(now + 100, retentionMs);
        expect(mailbox.depth).toEqual({ ready: alive.size, inFlight: 0, delayed: 0 });
        const left = Array.from({ length: alive.size + 1 }, () => mailbox.take(now + 100, now + 999)?.seq);
        expect(new Set(left.filter((one) => one !== undefined))).toEqual(alive);
      }),
    );
  });
});
