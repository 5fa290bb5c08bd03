/** The media a composition refers to: clips and their mattes, soundtrack and fonts, in document order. */
import { type Asset } from './asset.ts';
import { type Composition } from './composition.ts';
import { toPointer } from './problem.ts';

export type MediaKind = 'video' | 'image' | 'audio' | 'captions' | 'font';

export interface AssetReference {
  /** Of the `src` itself, for example `/tracks/0/clips/2/asset/src`. */
  readonly pointer: string;
  readonly kind: MediaKind;
  readonly src: string;
  readonly sha256?: string | undefined;
}

/** The same media at another address; what is left out stays. */
export interface AssetReplacement {
  readonly src: string;
  readonly sha256?: string | undefined;
}

type Media = Extract<Asset, { src: string }>;

const isMedia = (asset: Asset): asset is Media => 'src' in asset;

export function listAssets(composition: Composition): readonly AssetReference[] {
  const found: AssetReference[] = [];
  mapAssets(composition, (reference) => {
    found.push(reference);
    return reference;
  });
  return found;
}

/** A copy with every reference replaced by what `replace` says. */
export function mapAssets(
  composition: Composition,
  replace: (reference: AssetReference) => AssetReplacement,
): Composition {
  const swap = <T extends { src: string; sha256?: string | undefined }>(
    holder: T,
    kind: MediaKind,
    path: readonly PropertyKey[],
  ): T => {
    const { src, sha256 } = replace({
      pointer: toPointer([...path, 'src']),
      kind,
      src: holder.src,
      sha256: holder.sha256,
    });
    const digest = sha256 ?? holder.sha256;
    return { ...holder, src, ...(digest === undefined ? {} : { sha256: digest }) };
  };
  const tracks = composition.tracks.map((track, trackIndex) => ({
    clips: track.clips.map((clip, clipIndex) => {
      const path = ['tracks', trackIndex, 'clips', clipIndex];
      const asset = isMedia(clip.asset) ? swap(clip.asset, clip.asset.kind, [...path, 'asset']) : clip.asset;
      const matte = clip.matte && swap(clip.matte, clip.matte.kind, [...path, 'matte']);
      return { ...clip, asset, ...(matte === undefined ? {} : { matte }) };
    }),
  }));
  const fonts = composition.fonts.map((face, index) => swap(face, 'font', ['fonts', index]));
  const { soundtrack } = composition;
  if (!soundtrack) return { ...composition, tracks, fonts };
  return { ...composition, tracks, soundtrack: swap(soundtrack, 'audio', ['soundtrack']), fonts };
}
