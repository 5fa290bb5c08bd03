/**
 * Transitions of a clip. Figures: fade, reveal and wipe 1 s (Slow 2, Fast 0.5); slide and carousel 0.5 s (Slow 2, Fast 0.25); zoom 0.4 s. A
 * slide moves by 0.025 of the canvas and fades, a carousel by the whole of it, a zoom comes from ten times the size. Theirs name where a clip
 * moves to; ours where it comes from.
 */
import { type CompositionInput, type Easing } from '@reelyard/contracts';
import { easingOf, reversed } from './easings.ts';
import { type Path, type Report } from './report.ts';

type ClipInput = CompositionInput['tracks'][number]['clips'][number];
export type TransitionInput = NonNullable<ClipInput['enter']>;
type Direction = NonNullable<TransitionInput['direction']>;
type Side = 'in' | 'out';

const speeds = { fade: [1, 2, 0.5], slide: [0.5, 2, 0.25] } as const;

function secondsOf(name: string, speed: string | undefined): number {
  if (name === 'zoom') return 0.4;
  const [normal, slow, fast] = speeds[/^(?:slide|carousel)/u.test(name) ? 'slide' : 'fade'];
  if (speed === 'Slow') return slow;
  return speed === 'Fast' ? fast : normal;
}

const opposite: Record<Direction, Direction> = { left: 'right', right: 'left', up: 'down', down: 'up' };

/** A clip that moves left as it enters comes from the right; as it leaves it goes left. */
const edgeOf = (direction: Direction, side: Side): Direction => (side === 'in' ? opposite[direction] : direction);

/** Width of the soft edge of a wipe, in widths of the box. */
const wipeSoftness = 0.85;

const slideAmount = 0.025;

const toward = (word: string): Direction => word.toLowerCase() as Direction;

const shuffleSides: Readonly<Record<string, Direction>> = { Top: 'up', Bottom: 'down', Left: 'left', Right: 'right' };

type Shape = Omit<TransitionInput, 'duration'> & { readonly effect: TransitionInput['effect'] };

function shapeOf(name: string, side: Side, path: Path, report: Report): Shape | undefined {
  const eased = (easing: Easing): Easing => (side === 'in' ? easing : reversed(easing));
  const moving: Easing = side === 'in' ? 'linear' : eased(easingOf('ease'));
  const [, kind = '', word = ''] =
    /^(fade|zoom|reveal|slide|carousel|wipe|shuffle)(Left|Right|Up|Down|Top|Bottom)?/u.exec(name) ?? [];
  switch (kind) {
    case 'fade':
      return { effect: 'fade', easing: eased(easingOf('easeInOut')) };
    case 'zoom':
      return { effect: 'zoom', amount: 10, easing: side === 'in' ? 'linear' : eased(easingOf('easeOut')) };
    case 'reveal':
      return { effect: 'wipe', direction: 'left', easing: eased(easingOf('ease')) };
    case 'wipe':
      return {
        effect: 'wipe',
        direction: edgeOf(toward(word), side),
        softness: wipeSoftness,
        easing: eased(easingOf('easeInOut')),
      };
    case 'slide':
      return {
        effect: 'slide',
        direction: edgeOf(toward(word), side),
        amount: slideAmount,
        fade: true,
        easing: moving,
      };
    case 'carousel':
      return { effect: 'slide', direction: edgeOf(toward(word), side), amount: 1, easing: moving };
    case 'shuffle':
      report.lose(path, 'approximated', 'a shuffle comes and goes without turning');
      return { effect: 'slide', direction: shuffleSides[word] ?? 'left', amount: 1, easing: moving };
    default:
      report.lose(path, 'unsupported', `${name} is no transition that the import knows`);
      return undefined;
  }
}

/** @returns undefined for `none` */
export function convertTransition(
  name: string | undefined,
  side: Side,
  path: Path,
  report: Report,
): TransitionInput | undefined {
  if (name === undefined || name === 'none') return undefined;
  const speed = /(Slow|Fast)$/u.exec(name)?.[1];
  const shape = shapeOf(name, side, path, report);
  return shape && { ...shape, duration: secondsOf(name, speed) };
}
