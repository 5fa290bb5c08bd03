/** The bounds a composition must keep. They hold before and after variables are merged; the API documents the same figures. */
export const compositionLimits = {
  /** Nesting of the JSON, the root counted as 1. */
  depth: 32,
  /** Clips over all tracks. */
  clips: 5_000,
  /** Characters of all strings after the merge: a short placeholder must not blow a small body up. */
  mergedCharacters: 1_048_576,
  /** Problems reported at once. */
  problems: 100,
  /** Longest time a composition may name, in seconds (12 h). */
  seconds: 43_200,
  /** Longest side of the canvas, in pixels. */
  side: 8_192,
} as const;
