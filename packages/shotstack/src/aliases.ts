/** Aliases: `alias://NAME` as start or length takes the one of the clip with that alias. Resolved before anything else looks at times. */
import { type Edit, type EditClip } from './edit.ts';
import { type Path, type Report } from './report.ts';

const prefix = 'alias://';

type Field = 'start' | 'length';

interface Place {
  readonly clip: EditClip;
  readonly path: Path;
  /** The clip before it on the track. */
  readonly before: Place | undefined;
}

export const aliasOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.startsWith(prefix) ? value.slice(prefix.length) : undefined;

function placesOf(edit: Edit, base: Path): readonly (readonly Place[])[] {
  return edit.timeline.tracks.map((track, trackIndex) => {
    const places: Place[] = [];
    track.clips.forEach((clip, clipIndex) =>
      places.push({
        clip,
        path: [...base, 'timeline', 'tracks', trackIndex, 'clips', clipIndex],
        before: places[clipIndex - 1],
      }),
    );
    return places;
  });
}

export type AliasedClips = ReadonlyMap<string, EditClip>;

function indexAliases(places: readonly Place[], report: Report): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  for (const place of places) {
    const { alias } = place.clip;
    if (alias === undefined) continue;
    if (found.has(alias))
      report.refuse([...place.path, 'alias'], 'alias_duplicate', `${alias} is the alias of another clip`);
    else found.set(alias, place);
  }
  return found;
}

/** How long a clip is that says `auto` and has no media of its own: as in composition/1. */
const stillSeconds = 3;

const hasMediaLength = ({ asset }: EditClip) => ['video', 'audio', 'luma'].includes(asset.type);

/** Follows references until a number, `auto` or `end` stands there. */
class Resolver {
  readonly #aliases: ReadonlyMap<string, Place>;
  readonly #report: Report;

  constructor(aliases: ReadonlyMap<string, Place>, report: Report) {
    this.#aliases = aliases;
    this.#report = report;
  }

  /** The number behind a field, or undefined where only a look into media could tell. */
  #numberOf(place: Place, field: Field, seen: readonly string[]): number | 'unknown' | 'refused' {
    const value = place.clip[field];
    if (typeof value === 'number') return value;
    if (aliasOf(value) !== undefined) return this.#follow(place, field, seen);
    if (field === 'length') return value === 'auto' && !hasMediaLength(place.clip) ? stillSeconds : 'unknown';
    if (!place.before) return 0;
    const start = this.#numberOf(place.before, 'start', seen);
    const length = this.#numberOf(place.before, 'length', seen);
    return typeof start === 'number' && typeof length === 'number' ? start + length : 'unknown';
  }

  #follow(place: Place, field: Field, seen: readonly string[]): number | 'unknown' | 'refused' {
    const name = aliasOf(place.clip[field]) ?? '';
    const path = [...place.path, field];
    const target = this.#aliases.get(name);
    const key = `${field} ${name}`;
    if (seen.includes(key) || target === place) {
      this.#report.refuse(path, 'alias_cycle', `${name} leads back to itself`);
      return 'refused';
    }
    if (!target) {
      this.#report.refuse(path, 'alias_unknown', `no clip has the alias ${name}`);
      return 'refused';
    }
    return this.#numberOf(target, field, [...seen, key]);
  }

  resolve(place: Place, field: Field): number | string {
    const value = place.clip[field];
    const name = aliasOf(value);
    if (name === undefined) return value;
    const found = this.#numberOf(place, field, []);
    if (typeof found === 'number') return found;
    if (found === 'unknown') {
      const detail = `the ${field} of ${name} is only known when its media is; write it as a number`;
      this.#report.refuse([...place.path, field], 'alias_unsettled', detail);
    }
    return value;
  }
}

/** The edit with every time alias replaced; what cannot be is in the report. @param base where the edit lies in what was sent */
export function resolveAliases(
  edit: Edit,
  base: Path,
  report: Report,
): { readonly edit: Edit; readonly aliased: AliasedClips } {
  const places = placesOf(edit, base);
  const aliases = indexAliases(places.flat(), report);
  const resolver = new Resolver(aliases, report);
  const tracks = places.map((track) => ({
    clips: track.map((place) => ({
      ...place.clip,
      start: resolver.resolve(place, 'start'),
      length: resolver.resolve(place, 'length'),
    })),
  }));
  const aliased = new Map([...aliases].map(([name, { clip }]) => [name, clip]));
  return { edit: { ...edit, timeline: { ...edit.timeline, tracks } }, aliased };
}
