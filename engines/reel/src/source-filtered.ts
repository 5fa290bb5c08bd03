/** A source behind a filter: what stays is filtered once, what changes as it is drawn. */
import { createCanvas } from '@napi-rs/canvas';
import { type Clip } from '@reelyard/contracts';
import { filterCss, filterReach } from './filter-css.ts';
import { type Source } from './source.ts';

/** The same source, but for its pixels, which no filter has seen. */
function filteredLive(source: Source, filter: string, reach: number): Source {
  const { hasWindow, pictureAt, prepare, close } = source;
  return {
    isOpaque: source.isOpaque && reach === 0,
    hasWindow,
    filter,
    ...(pictureAt ? { pictureAt } : {}),
    ...(prepare ? { prepare } : {}),
    ...(close ? { close } : {}),
    get bitmap() {
      return source.bitmap;
    },
    get place() {
      return source.place;
    },
  };
}

export function filteredSource(source: Source, clip: Clip): Source {
  const filter = filterCss(clip);
  if (filter === undefined) return source;
  const reach = filterReach(clip);
  if (source.prepare) return filteredLive(source, filter, reach);
  // A window shows part of an overscanned picture: there is nothing around it that a blur could reach into.
  const margin = source.hasWindow ? 0 : reach;
  const { bitmap, place } = source;
  const filtered = createCanvas(bitmap.width + 2 * margin, bitmap.height + 2 * margin);
  const context = filtered.getContext('2d');
  context.filter = filter;
  context.drawImage(bitmap, margin, margin);
  return {
    isOpaque: source.isOpaque && reach === 0,
    hasWindow: source.hasWindow,
    bitmap: filtered,
    place: {
      x: place.x - margin,
      y: place.y - margin,
      width: place.width + 2 * margin,
      height: place.height + 2 * margin,
    },
  };
}
