/** How the soundtrack steps back under speech, as a gain over time: down within `FALL` before somebody speaks, and up within `RISE` after. Pure. */
import { type GainPoint } from './gain-curve.ts';
import { type Span } from './measure-sound.ts';

const FALL = 0.2;
const RISE = 0.5;
/** A command line holds no more; what lies closest together is bridged first. */
const MOST_SPANS = 250;

/** @param by what is left under speech, 0 to 1 */
export function duckingCurve(speech: readonly Span[], gain: number, by: number): GainPoint[] {
  const low = gain * by;
  const spans = bridge(speech);
  const points: GainPoint[] = [{ at: 0, gain: (spans[0]?.from ?? Infinity) <= FALL ? low : gain }];
  for (const { from, to } of spans) {
    if (from > FALL) points.push({ at: from - FALL, gain }, { at: from, gain: low });
    points.push({ at: to, gain: low }, { at: to + RISE, gain });
  }
  return points;
}

/** Where there is no room to come up and go down again it stays down. */
function bridge(speech: readonly Span[], gap = FALL + RISE): Span[] {
  const spans: Span[] = [];
  for (const span of speech) {
    const last = spans.at(-1);
    if (last && span.from - last.to < gap)
      spans[spans.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else spans.push(span);
  }
  return spans.length > MOST_SPANS ? bridge(spans, gap * 2) : spans;
}
