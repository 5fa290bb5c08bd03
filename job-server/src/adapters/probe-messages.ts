/** What the thread that looks into files and the one that reads them say to each other. One file at a time. */
import { type MediaProbe } from '@reelyard/contracts';

export type ToProbe =
  | { readonly kind: 'probe'; readonly bytes: number }
  | { readonly kind: 'bytes'; readonly read: number; readonly bytes: Uint8Array };

export type FromProbe =
  | { readonly kind: 'read'; readonly read: number; readonly offset: number; readonly size: number }
  | { readonly kind: 'probed'; readonly probe: MediaProbe };
