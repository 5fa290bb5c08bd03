/** What the parts of the import share while one clip is converted. */
import { type CompositionInput } from '@reelyard/contracts';
import { type AliasedClips } from './aliases.ts';
import { type EditClip } from './edit.ts';
import { type FontBook } from './fonts.ts';
import { type Path, type Report } from './report.ts';

export type ClipInput = CompositionInput['tracks'][number]['clips'][number];
export type AssetInput = ClipInput['asset'];

export interface ClipContext {
  readonly clip: EditClip;
  /** Of the clip in what was sent. */
  readonly path: Path;
  /** Pixels of the viewport. */
  readonly canvas: { readonly width: number; readonly height: number };
  readonly fonts: FontBook;
  readonly aliased: AliasedClips;
  readonly report: Report;
}

/** How an asset lies in its clip. */
export interface ConvertedAsset {
  readonly asset: AssetInput;
  /** Pixels of the box where the clip names none; undefined is the viewport. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** The size counts whatever the clip says. */
  readonly isSized?: boolean;
  /** media is fitted by the clip's `fit`; drawn is laid out in its box, whatever `fit` says. */
  readonly kind: 'media' | 'drawn';
  /** Fields of the clip that the asset decides. */
  readonly clip?: Pick<ClipInput, 'audio' | 'crop' | 'key' | 'animate' | 'enter' | 'fit'>;
}

export const clipSeconds = ({ length }: EditClip): number | undefined =>
  typeof length === 'number' ? length : undefined;
