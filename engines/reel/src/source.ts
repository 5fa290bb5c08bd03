/** What a layer draws: a bitmap that stays, or one that changes with the frame (video). */
import { type Canvas as Bitmap, type ImageData } from '@napi-rs/canvas';
import { type Rect } from './geometry.ts';

export interface Source {
  /** Covers its box without a transparent pixel. */
  readonly isOpaque: boolean;
  /** True when motion moves a window over an overscanned picture; otherwise motion scales the whole bitmap. */
  readonly hasWindow: boolean;
  /** Changes exactly when the pixels change; undefined for a bitmap that stays. */
  readonly pictureAt?: (frame: number) => number;
  /** Makes the bitmap of a frame ready. Called for frames in ascending order, and only while the layer is on. */
  readonly prepare?: (frame: number) => Promise<void>;
  /** What is drawn; for a video it is brought up to date when it is asked for. */
  readonly bitmap: Bitmap;
  /** The same pixels as `bitmap` where they fill it, for a copy that needs no drawing. */
  readonly pixels?: () => ImageData | undefined;
  /** Where the bitmap lies, relative to the top left of the box; beyond it for shadows. */
  readonly place: Rect;
  /** Applied as the bitmap is drawn, because it changes too often to be filtered before. */
  readonly filter?: string;
  /** Ends what runs behind the source. */
  readonly close?: () => void;
}
