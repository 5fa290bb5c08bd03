/**
 * Bursty API clients: sessions arrive as a tidal Poisson process; each asks for some tens of videos of one kind, one after another or all at
 * once. Median service about 45 s; a month about 30,000 jobs.
 */
import { randomExponential, randomLogNormal } from 'd3-random';
import { createRandom, type Random } from '../random.ts';
import { type Arrival, commonArrival, sortTrace, type Trace } from '../trace.ts';
import { drawInstants } from './poisson.ts';
import { highestTide, officeTide, type Tide, tideAt } from './tide.ts';

export interface SessionParameters {
  days: number;
  sessionsPerDay: number;
  tide: Tide;
  /** Jobs of a session: lognormal, at least one. */
  jobsMedian: number;
  jobsSigma: number;
  /** Share of sessions that ask for everything at once. */
  batchShare: number;
  /** Mean seconds between two jobs of any other session: exponential. */
  gapMean: number;
  /** Frames of a session's videos: lognormal between sessions. */
  framesMedian: number;
  framesSigma: number;
  /** Service = overhead + frames × per frame × lognormal(0, noise). */
  overheadSeconds: number;
  secondsPerFrame: number;
  noiseSigma: number;
  tenants: number;
}

export const standardSessions: SessionParameters = {
  days: 30,
  sessionsPerDay: 42,
  tide: officeTide,
  jobsMedian: 15,
  jobsSigma: 0.95,
  batchShare: 0.25,
  gapMean: 20,
  framesMedian: 450,
  framesSigma: 0.5,
  overheadSeconds: 5,
  secondsPerFrame: 0.09,
  noiseSigma: 0.25,
  tenants: 12,
};

export function generateSessions(seed: number, change: Partial<SessionParameters> = {}): Trace {
  const parameters = { ...standardSessions, ...change };
  const { days, sessionsPerDay, tide } = parameters;
  const random = createRandom(seed, 'sessions');
  const rate = sessionsPerDay / 86_400;
  const starts = drawInstants((at) => rate * tideAt(at, tide), rate * highestTide(tide), days * 86_400, random);
  return sortTrace(starts.flatMap((at) => drawSession(at, parameters, random)));
}

function drawSession(start: number, parameters: SessionParameters, random: Random): Arrival[] {
  const { jobsMedian, jobsSigma, batchShare, gapMean, framesMedian, framesSigma, tenants } = parameters;
  const logNormal = randomLogNormal.source(random);
  const count = Math.max(1, Math.round(logNormal(Math.log(jobsMedian), jobsSigma)()));
  const frames = Math.max(1, Math.round(logNormal(Math.log(framesMedian), framesSigma)()));
  const tenant = `tenant-${1 + Math.floor(random() * tenants)}`;
  const gap = random() < batchShare ? () => 0 : randomExponential.source(random)(1 / gapMean);
  const noise = logNormal(0, parameters.noiseSigma);
  let at = start;
  return Array.from({ length: count }, (_, n) => {
    if (n > 0) at += gap();
    const service = parameters.overheadSeconds + frames * parameters.secondsPerFrame * noise();
    return { ...commonArrival, at, service, tenant, frames };
  });
}
