/** Filters as the canvas takes them. Values are those of CSS filter functions; blur is in pixels of the canvas. */
import { type Clip, type Filter } from '@reelyard/contracts';

const toCss = ({ effect, amount }: Filter): string => {
  if (effect === 'blur') return `blur(${amount}px)`;
  const bounded = effect === 'grayscale' || effect === 'sepia' || effect === 'invert';
  return `${effect}(${bounded ? Math.min(1, amount) : amount})`;
};

const listOf = ({ filter }: Clip): readonly Filter[] => (filter === undefined ? [] : [filter].flat());

/** Undefined for a clip without a filter. */
export function filterCss(clip: Clip): string | undefined {
  const filters = listOf(clip);
  return filters.length === 0 ? undefined : filters.map(toCss).join(' ');
}

/** How far a filter reaches beyond what it is applied to, in pixels. */
export const filterReach = (clip: Clip): number =>
  listOf(clip).reduce((reach, { effect, amount }) => reach + (effect === 'blur' ? Math.ceil(amount * 3) : 0), 0);
