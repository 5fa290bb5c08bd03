/** What no policy can be cheaper than, and what it costs not to wait. */
export { type BoundJob } from './work-band.ts';
export { type LowerBound, type LowerBoundOptions, solveLowerBound, type WarmKind } from './lower-bound.ts';
export { type Span, zeroWaitSeconds } from './zero-wait.ts';
