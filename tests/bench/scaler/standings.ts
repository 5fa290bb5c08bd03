/** What the seeds of one family say together: a line per policy and version, and the verdicts. Pure. */
import { type Interval, intervalOf } from '@reelyard/simulator';
import { type Answer, type Score } from './assignment.ts';
import { WANTED_ATTAINMENT } from './compare.ts';
import { findPareto, type Pareto } from './pareto.ts';

export interface Line {
  policy: string;
  version: string;
  dollars: number;
  attainment: number;
  wait: { p50: number; p95: number; p99: number };
  launches: number;
  unused: number;
  killed: number;
  unserved: number;
  ratioToBound: Interval;
  /** Dollars of our law with the warm pool ÷ its own, paired by seed. */
  ours: Interval;
  /** By seed. */
  settings: Score['setting'][];
}

export interface Standings {
  name: string;
  seeds: number;
  jobs: number;
  lines: Line[];
  /** With the same warm pool. */
  zeroWaitDollars: number;
  boundDollars: Record<string, number>;
  /** Service alone. */
  workDollars: number;
  verdicts: Verdict[];
  pareto?: Pareto;
}

export interface Verdict {
  text: string;
  /** Absent: a figure without a limit. */
  holds?: boolean;
}

export const OURS = { policy: 'reelyard', version: 'warm' } as const;
const isOurs = ({ policy, version }: { policy: string; version: string }): boolean =>
  policy === OURS.policy && version === OURS.version;

/** @param answers of one trace, a seed each */
export function rank(name: string, answers: readonly Answer[]): Standings {
  const ours = answers.map(({ scores }) => scores.find(isOurs)?.report.dollars ?? Number.NaN);
  const lines = (answers[0]?.scores ?? []).map((_, place) =>
    toLine(
      answers.flatMap(({ scores }) => scores[place] ?? []),
      ours,
    ),
  );
  const pareto = findPareto(answers, WANTED_ATTAINMENT);
  const pools = Object.keys(answers[0]?.bounds ?? {});
  return {
    name,
    seeds: answers.length,
    jobs: mean(answers.map(({ jobs }) => jobs)),
    lines,
    zeroWaitDollars: mean(answers.map(({ zeroWaitDollars }) => zeroWaitDollars)),
    workDollars: mean(answers.map(({ workDollars }) => workDollars)),
    boundDollars: Object.fromEntries(
      pools.map((pool) => [pool, mean(answers.map(({ bounds }) => bounds[pool]?.dollars ?? Number.NaN))]),
    ),
    verdicts: [...judge(name, lines), ...judgeHindsight(pareto)],
    ...(pareto ? { pareto } : {}),
  };
}

function toLine(scores: readonly Score[], ours: readonly number[]): Line {
  const of = (read: (score: Score) => number): number => mean(scores.map(read));
  return {
    policy: scores[0]?.policy ?? '',
    version: scores[0]?.version ?? '',
    dollars: of(({ report }) => report.dollars),
    attainment: of(({ report }) => report.attainment),
    wait: {
      p50: of(({ report }) => report.waitSeconds.p50),
      p95: of(({ report }) => report.waitSeconds.p95),
      p99: of(({ report }) => report.waitSeconds.p99),
    },
    launches: of(({ report }) => report.launches),
    unused: of(({ report }) => report.unusedLaunches),
    killed: of(({ report }) => report.killed),
    unserved: of(({ report }) => report.unserved),
    ratioToBound: intervalOf(scores.map(({ ratioToBound }) => ratioToBound)),
    ours: intervalOf(scores.map(({ report }, seed) => (ours[seed] ?? Number.NaN) / report.dollars)),
    settings: scores.map(({ setting }) => setting),
  };
}

/** Least that our law must save against the cheapest baseline that attains what is wanted. */
const WANTED_SAVING: Readonly<Record<string, number>> = { sessions: 0.2, wave: 0.2, 'heavy-tail': 0.1 };
const MOST_OF_BOUND: Readonly<Record<string, number>> = { sessions: 1.35 };

function judge(name: string, lines: readonly Line[]): Verdict[] {
  const ours = lines.find(isOurs);
  if (!ours) return [];
  const baselines = lines.filter(({ policy }) => policy !== OURS.policy);
  return [
    { text: `attains ${percent(ours.attainment)} of starts`, holds: ours.attainment >= WANTED_ATTAINMENT },
    judgeSaving(name, baselines),
    ...judgeAsUsed(baselines),
    judgeBound(name, ours),
    judgeDominance(ours, baselines),
  ];
}

function judgeSaving(name: string, baselines: readonly Line[]): Verdict {
  const wanted = WANTED_SAVING[name];
  const cheapest = cheapestInTime(baselines);
  if (!cheapest) return { text: `no baseline attains ${percent(WANTED_ATTAINMENT)} of starts` };
  const saving = 1 - cheapest.ours.mean;
  const text = `${printSaving(cheapest)}; the bound leaves at most ${percent(1 - 1 / cheapest.ratioToBound.mean)}`;
  return wanted === undefined ? { text } : { text: `${text}; wanted ${percent(wanted)}`, holds: saving >= wanted };
}

/** Against what people run: their metrics, no warm pool. Without a limit, for it flatters. */
function judgeAsUsed(baselines: readonly Line[]): Verdict[] {
  const cheapest = cheapestInTime(baselines.filter(({ version }) => version === 'as used'));
  return cheapest ? [{ text: printSaving(cheapest) }] : [];
}

const cheapestInTime = (lines: readonly Line[]): Line | undefined =>
  lines.filter(({ attainment }) => attainment >= WANTED_ATTAINMENT).sort((a, b) => a.dollars - b.dollars)[0];

function printSaving({ policy, version, ours: { mean: center, low = center, high = center } }: Line): string {
  const range = `${percent(1 - high)} to ${percent(1 - low)}`;
  return `${percent(1 - center)} fewer dollars (${range}) than the cheapest that attains ${percent(WANTED_ATTAINMENT)}: ${policy} (${version})`;
}

/** Without a limit: nobody can tune so. */
function judgeHindsight(pareto: Pareto | undefined): Verdict[] {
  if (!pareto) return [];
  const { ours, baseline } = pareto.hindsight;
  if (!ours || !baseline) return [{ text: `in hindsight ${ours ? 'no baseline' : 'no setting of ours'} attains it` }];
  const name = `${baseline.policy} (${baseline.version}) ${JSON.stringify(baseline.setting)}`;
  const saving = percent(1 - ours.dollars / baseline.dollars);
  return [{ text: `settings chosen in hindsight: ${saving} fewer dollars than ${name}` }];
}

function judgeBound(name: string, { ratioToBound }: Line): Verdict {
  const most = MOST_OF_BOUND[name];
  const text = `${ratioToBound.mean.toFixed(2)} × the lower bound with the same pool`;
  return most === undefined ? { text } : { text: `${text}; at most ${most} wanted`, holds: ratioToBound.mean <= most };
}

function judgeDominance(ours: Line, baselines: readonly Line[]): Verdict {
  const better = baselines.filter(
    ({ attainment, dollars }) => attainment >= ours.attainment && dollars <= ours.dollars,
  );
  const names = better.map(({ policy, version }) => `${policy} (${version})`).join(', ');
  return better.length === 0
    ? { text: 'no baseline is better in both attainment and cost', holds: true }
    : { text: `better in both attainment and cost: ${names}`, holds: false };
}

const percent = (share: number): string => `${(share * 100).toFixed(share > 0.98 && share < 1 ? 2 : 1)} %`;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
