/**
 * Who takes part, in which versions and with which settings. Invariant: everybody gets the same farm, the same arrivals and the same luck; only
 * what a version says differs. `as used`: metrics as old as that scaler gets them, no warm pool. `warm`: the same with the warm pool.
 * `exact, warm`: no lag at all and the warm pool, which is better than such a scaler can be.
 */
import { type Dials, standardDials } from '@reelyard/scaler-lambda/core';
import {
  BASELINES,
  type FarmOptions,
  type Parameters,
  type ScalePolicyChange,
  type Sight,
  type SimulateOptions,
} from '@reelyard/simulator';
import { type Assignment } from './assignment.ts';

export interface Candidate {
  setting: Parameters;
  policy: SimulateOptions['policy'];
  scalePolicy?: ScalePolicyChange;
}

export interface Contestant {
  policy: string;
  version: string;
  farm: FarmOptions;
  warm: number;
  candidates: Candidate[];
  /** Frames and pixels are hidden: every task looks like any other. */
  seesAllAlike?: boolean;
}

interface Version {
  name: string;
  sight: Sight;
  isWarm: boolean;
}

const VERSIONS: readonly Version[] = [
  { name: 'as used', sight: 'real', isWarm: false },
  { name: 'warm', sight: 'real', isWarm: true },
  { name: 'exact, warm', sight: 'exact', isWarm: true },
];

/** What the farm's own law is tuned over; its standard dials come first. */
const TUNED_DIALS: readonly Pick<Dials, 'patience' | 'gather'>[] = [
  { patience: standardDials.patience, gather: standardDials.gather },
  { patience: 0.75, gather: 0.25 },
  { patience: 0.9, gather: 0 },
  { patience: 0.9, gather: 0.25 },
  { patience: 0.9, gather: 0.5 },
  { patience: 0.25, gather: 0 },
];

interface Ablation {
  change?: ScalePolicyChange;
  seesAllAlike?: boolean;
}

/** One part of the law switched off at a time. */
const ABLATIONS: Readonly<Record<string, Ablation>> = {
  'no forecast': { change: { dials: { forecastDamping: Infinity } } },
  'no learned keep-alive': { change: { dials: { keepLow: 1, keepHigh: 1 } } },
  // Every wait is worth a boot: a machine for each task that would have to wait for one.
  'no patience': { change: { dials: { patience: 0, gather: 0 } } },
  'no error budget': { change: { attainment: 1 } },
  'no estimates by task': { seesAllAlike: true },
};

export function findContestants(assignment: Assignment): Contestant[] {
  const baselines = BASELINES.flatMap(({ name, settingsFor }) =>
    VERSIONS.map(({ name: version, sight, isWarm }): Contestant => {
      const candidates = settingsFor(sight).map(({ parameters, create }) => ({ setting: parameters, policy: create }));
      const warm = isWarm ? assignment.warm : 0;
      const chosen = assignment.isQuick ? candidates.filter((_, index) => index % 4 === 0) : candidates;
      return { policy: name, version, warm, farm: farmOf(assignment, warm), candidates: chosen };
    }),
  );
  const own = ['cold', 'warm'].map((version) => ownLaw(assignment, version, version === 'warm' ? assignment.warm : 0));
  return [...own, ...(assignment.isAblated ? ablatedLaws(assignment) : []), ...baselines];
}

/** Without a warm pool it only stands there to be seen: two settings will do. */
function ownLaw(assignment: Assignment, version: string, warm: number): Contestant {
  const dials = assignment.isQuick || warm === 0 ? TUNED_DIALS.slice(0, 2) : TUNED_DIALS;
  const candidates = dials.map((setting): Candidate => ({
    setting,
    policy: 'reelyard',
    scalePolicy: { dials: setting },
  }));
  return { policy: 'reelyard', version, warm, farm: farmOf(assignment, warm), candidates };
}

function ablatedLaws(assignment: Assignment): Contestant[] {
  const { warm } = assignment;
  return Object.entries(ABLATIONS).map(([version, { change: { dials: off, ...rest } = {}, seesAllAlike = false }]) => ({
    ...{ policy: 'reelyard', version, warm, farm: farmOf(assignment, warm), seesAllAlike },
    candidates: ownLaw(assignment, version, warm).candidates.map(({ setting, scalePolicy }): Candidate => ({
      ...{ setting, policy: 'reelyard' },
      scalePolicy: { ...rest, dials: { ...scalePolicy?.dials, ...off } },
    })),
  }));
}

const farmOf = ({ objectiveSeconds }: Assignment, warm: number): FarmOptions => ({ warm, objectiveSeconds });
