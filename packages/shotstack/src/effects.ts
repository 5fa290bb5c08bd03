/**
 * Motion effects of a clip. Figures: zoomIn from 1 to 1.3 over the clip (Slow 1.1, Fast 1.7), zoomOut the other way round; slides pan by ± 0.12
 * of the viewport (Slow 0.03, Fast 0.2) over a picture that is larger by as much. A picture that fills the viewport gets `motion`, which is the
 * same thing there; anything else grows about its place.
 */
import { type ClipContext, type ClipInput, type ConvertedAsset, clipSeconds } from './context.ts';
import { isWholeViewport } from './place-clip.ts';

type Motion = NonNullable<ClipInput['motion']>;
type Moved = Pick<ClipInput, 'motion' | 'animate'>;

const zooms = { Slow: 1.1, normal: 1.3, Fast: 1.7 } as const;
const pans = { Slow: 0.03, normal: 0.12, Fast: 0.2 } as const;

const pattern = /^(zoomIn|zoomOut|slideLeft|slideRight|slideUp|slideDown)(Slow|Fast)?$/u;

function motionOf(name: string, speed: keyof typeof zooms): Motion {
  if (name === 'zoomIn') return { effect: 'zoom', amount: zooms[speed] };
  if (name === 'zoomOut') return { effect: 'zoom', amount: Number((1 / zooms[speed]).toFixed(6)) };
  const direction = name.slice('slide'.length).toLowerCase() as NonNullable<Motion['direction']>;
  return { effect: 'pan', amount: 2 * pans[speed], direction };
}

/** The whole box grows or shrinks, as theirs does; a scale that moves already, or a length that is not known, leaves only motion. */
function growth(
  placed: ClipInput,
  name: string,
  speed: keyof typeof zooms,
  seconds: number | undefined,
): Moved | undefined {
  const { animate = [] } = placed;
  if (seconds === undefined || animate.some(({ property }) => property === 'scale')) return undefined;
  const own = placed.scale ?? 1;
  const [from, to] = name === 'zoomIn' ? [own, own * zooms[speed]] : [own * zooms[speed], own];
  const keyframes = [
    { at: 0, value: from },
    { at: seconds, value: to },
  ];
  return { animate: [...animate, { property: 'scale', keyframes }] };
}

export function convertEffect(context: ClipContext, converted: ConvertedAsset, placed: ClipInput): Moved {
  const { clip, path, report } = context;
  if (clip.effect === undefined) return {};
  const [, name = '', speedWord = 'normal'] = pattern.exec(clip.effect) ?? [];
  const speed = speedWord as keyof typeof zooms;
  if (name === '') {
    report.lose([...path, 'effect'], 'unsupported', `${clip.effect} is no effect that the import knows`);
    return {};
  }
  const motion = motionOf(name, speed);
  if (converted.kind === 'media' && placed.fit === 'cover' && isWholeViewport(placed)) return { motion };
  const grown = name.startsWith('zoom') ? growth(placed, name, speed, clipSeconds(clip)) : undefined;
  if (grown) return grown;
  report.lose([...path, 'effect'], 'approximated', 'the picture moves inside its box, not the box over the viewport');
  return { motion };
}
