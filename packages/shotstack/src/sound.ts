/** Loudness and its fades, which last 2 s, or half of the clip where that is shorter. */
import { type ClipContext, type ClipInput, clipSeconds } from './context.ts';
import { type Animated } from './edit.ts';
import { firstValue, tweensToAnimation } from './tweens.ts';

type Audio = NonNullable<ClipInput['audio']>;

const longestFade = 2;

/** @param seconds length of what sounds, where it is known */
export function soundFades(effect: string | undefined, seconds: number | undefined): Pick<Audio, 'fadeIn' | 'fadeOut'> {
  const fade = Math.min(longestFade, (seconds ?? Infinity) / 2);
  return {
    ...(effect === 'fadeIn' || effect === 'fadeInFadeOut' ? { fadeIn: fade } : {}),
    ...(effect === 'fadeOut' || effect === 'fadeInFadeOut' ? { fadeOut: fade } : {}),
  };
}

export function convertSound(
  context: ClipContext,
  volume: Animated | undefined,
  effect: string | undefined,
): Pick<ClipInput, 'audio' | 'animate'> {
  const { clip, path, report } = context;
  const seconds = clipSeconds(clip);
  const setting = {
    property: 'gain',
    initial: 1,
    clipSeconds: seconds,
    path: [...path, 'asset', 'volume'],
    report,
  } as const;
  const animation = tweensToAnimation(volume, setting);
  const gain = typeof volume === 'number' && volume !== 1 ? { gain: firstValue(volume, 1) } : {};
  const audio = { ...gain, ...soundFades(effect, seconds) };
  return { ...(Object.keys(audio).length > 0 ? { audio } : {}), ...(animation ? { animate: [animation] } : {}) };
}
