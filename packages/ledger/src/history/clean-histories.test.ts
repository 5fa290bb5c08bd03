import { describe, expect, it } from '@jest/globals';
import { createLedger } from '../create-ledger.ts';
import { runProgram } from '../conformance/program.ts';
import { PITFALLS } from '../conformance/pitfalls.ts';
import { inEveryOrder, runQuotaLife, runSeatLife } from '../conformance/index.ts';
import { MemoryStore } from '../memory/memory-store.ts';
import { auditFarm, auditJob } from './audit.ts';
import { type CheckerOptions, HistoryChecker, type Verdict } from './checker.ts';
import { type HistoryLine } from './line.ts';
import { recordHistory } from './record-history.ts';
import { createRecorder } from './recorder.ts';

const check = (lines: readonly HistoryLine[], options: CheckerOptions = {}): Verdict => {
  const checker = new HistoryChecker(options);
  lines.forEach((line, index) => checker.take(line, `farm:${index + 1}`));
  return checker.finish();
};

/** One tick a line: in one process the order of lines is the order of events. Of two minutes, jobs rest and are let go of in mid history. */
function recorderOf(lines: HistoryLine[], seed: number) {
  const tickMs = seed % 2 === 0 ? 1 : 120_000;
  return createRecorder(
    'farm',
    (line) => lines.push(JSON.parse(JSON.stringify(line)) as HistoryLine),
    () => lines.length * tickMs,
  );
}

type Mutate = (typeof PITFALLS)[string];

/** After every deadline. */
const FAR_AWAY = 4_000_000_000_000;

async function live(seed: number, mutate?: Mutate): Promise<HistoryLine[]> {
  const lines: HistoryLine[] = [];
  const recorder = recorderOf(lines, seed);
  const store = new MemoryStore();
  const faults = seed % 3 === 0 ? 0 : 0.08;
  await runProgram(store, {
    ...{ seed, steps: 60, faults, wrap: (ledger) => recordHistory(ledger, recorder) },
    ...(mutate && { mutate }),
  });
  const jobs = lines.filter(({ op, phase, outcome }) => op === 'submit' && phase === 'ok' && outcome === 'accepted');
  for (const { ref } of jobs) if (ref) await auditJob(createLedger(store), recorder, ref);
  await auditFarm(createLedger(store), recorder, FAR_AWAY);
  return lines;
}

async function liveWithSeats(seed: number): Promise<HistoryLine[]> {
  const lines: HistoryLine[] = [];
  const { ledger, together } = inEveryOrder(new MemoryStore(), seed);
  await runSeatLife(recordHistory(ledger, recorderOf(lines, seed)), { seed, steps: 60, together });
  return lines;
}

async function liveWithQuota(seed: number): Promise<HistoryLine[]> {
  const lines: HistoryLine[] = [];
  const store = new MemoryStore();
  const { ledger, together } = inEveryOrder(store, seed);
  const life = { seed, steps: 40, together, truth: createLedger(store) };
  await runQuotaLife(recordHistory(ledger, recorderOf(lines, seed)), life);
  return lines;
}

/** More by `REELYARD_HISTORIES=1000`: docs/reference/history.md has the figures. */
const LIVES = Number(process.env['REELYARD_HISTORIES'] ?? 240);

describe('the history of a farm that keeps its promises', () => {
  it(`raises no alarm, whatever was lost, killed or came late, in ${LIVES} random lives`, async () => {
    const transitions = new Map<string, number>();
    for (let seed = 1; seed <= LIVES; seed += 1) {
      const verdict = check(await live(seed));
      expect({ seed, violations: verdict.violations }).toEqual({ seed, violations: [] });
      for (const [row, times] of Object.entries(verdict.transitions))
        transitions.set(row, (transitions.get(row) ?? 0) + times);
    }
    expect([...transitions].filter(([, times]) => times === 0).map(([row]) => row)).toEqual(['T13']);
  }, 1_200_000);

  it('raises no alarm over seats, in 200 lives of agents whose clocks differ', async () => {
    for (let seed = 1; seed <= 200; seed += 1)
      expect({ seed, violations: check(await liveWithSeats(seed)).violations }).toEqual({ seed, violations: [] });
  });

  it('raises no alarm over a quota, in 80 lives of servers that let its jobs go at the same time', async () => {
    let admissions = 0;
    for (let seed = 1; seed <= 80; seed += 1) {
      const { violations, transitions } = check(await liveWithQuota(seed), { mayBeUnfinished: true });
      expect({ seed, violations }).toEqual({ seed, violations: [] });
      admissions += transitions['T15'] ?? 0;
    }
    expect(admissions).toBeGreaterThan(200);
  });
});

/** What these break is in the indexes, or only between calls under way at the same time: the conformance suite sees it, a history cannot. */
const UNSEEN = ['T4 without `job active`', 'T7 and T9 that forget the doorbell', 'T9 that leaves its owner'];

describe('a ledger that is broken in one place shows it in its history:', () => {
  it.each(Object.entries(PITFALLS).filter(([name]) => !UNSEEN.includes(name)))('%s', async (_, mutate) => {
    const found = new Set<string>();
    for (let seed = 1; seed <= 60 && found.size === 0; seed += 1)
      for (const { invariant } of check(await live(seed, mutate)).violations) found.add(invariant);
    expect([...found][0]).toMatch(/^(S|L)\d/);
  });
});
