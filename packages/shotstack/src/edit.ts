/** An edit after its schema: what the import may rely on. The schema is theirs; these are the parts of it that the import reads. */
export interface Tween {
  readonly from?: unknown;
  readonly to?: unknown;
  readonly start?: number;
  readonly length?: number;
  readonly interpolation?: 'linear' | 'bezier' | 'constant';
  readonly easing?: string;
}

export type Animated = number | readonly Tween[];

export type Position =
  'top' | 'topRight' | 'right' | 'bottomRight' | 'bottom' | 'bottomLeft' | 'left' | 'topLeft' | 'center';

export interface Sides {
  readonly top?: number;
  readonly right?: number;
  readonly bottom?: number;
  readonly left?: number;
}

export interface EditClip {
  readonly id?: string;
  readonly asset: Readonly<Record<string, unknown>> & { readonly type: string };
  readonly start: number | string;
  readonly length: number | string;
  readonly fit?: 'cover' | 'contain' | 'crop' | 'none';
  readonly scale?: Animated;
  readonly width?: number;
  readonly height?: number;
  readonly position?: Position;
  readonly offset?: { readonly x?: Animated; readonly y?: Animated };
  readonly transition?: { readonly in?: string; readonly out?: string };
  readonly effect?: string;
  readonly filter?: string;
  readonly opacity?: Animated;
  readonly transform?: {
    readonly rotate?: { readonly angle?: Animated };
    readonly skew?: { readonly x?: Animated; readonly y?: Animated };
    readonly flip?: { readonly horizontal?: boolean; readonly vertical?: boolean };
  };
  readonly alias?: string;
}

export interface EditSoundtrack {
  readonly src: string;
  readonly effect?: string;
  readonly volume?: number;
}

export interface EditTimeline {
  readonly soundtrack?: EditSoundtrack;
  readonly background?: string;
  readonly fonts?: readonly { readonly src: string }[];
  readonly tracks: readonly { readonly clips: readonly EditClip[] }[];
  readonly cache?: boolean;
}

export interface EditOutput {
  readonly format: 'mp4' | 'gif' | 'mp3' | 'jpg' | 'png' | 'bmp';
  readonly resolution?: string;
  readonly aspectRatio?: string;
  readonly size?: { readonly width?: number; readonly height?: number };
  readonly fps?: number;
  readonly scaleTo?: string;
  readonly quality?: string;
  readonly repeat?: boolean;
  readonly mute?: boolean;
  readonly range?: { readonly start?: number; readonly length?: number };
  readonly poster?: { readonly capture: number };
  readonly thumbnail?: { readonly capture: number; readonly scale: number };
  readonly destinations?: readonly unknown[];
}

export interface Edit {
  readonly timeline: EditTimeline;
  readonly output: EditOutput;
  readonly callback?: string;
  readonly disk?: string;
  readonly instance?: string;
}
