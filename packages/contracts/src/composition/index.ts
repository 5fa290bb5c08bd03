/** The door of composition/1. Schemas of the parts stay inside: their names (`clip`, `box`) say too little out there. */
export {
  type Asset,
  type AudioAsset,
  type CaptionsAsset,
  type ColorAsset,
  type ImageAsset,
  type ShapeAsset,
  type SvgAsset,
  type TextAsset,
  type VideoAsset,
} from './asset.ts';
export { type AssetReference, type AssetReplacement, type MediaKind, listAssets, mapAssets } from './assets.ts';
export { canonicalJson } from './canonical-json.ts';
export { type Box, type Clip, type Crop, type Filter, type Motion, type Transition } from './clip.ts';
export {
  type Canvas,
  type Composition,
  type CompositionInput,
  type FontFace,
  type Soundtrack,
  composition as compositionSchema,
} from './composition.ts';
export { type CompositionCapabilities, type Unsupported, findUnsupported } from './find-unsupported.ts';
export { compositionLimits } from './limits.ts';
export { type Output as CompositionOutput, output as compositionOutputSchema, outputFileName } from './output.ts';
export { type Easing, type Gradient } from './primitives.ts';
export { type CompositionProblem, toPointer } from './problem.ts';
export { type Requirement, listRequirements } from './requirements.ts';
export { type Resolution, resolveComposition } from './resolve-composition.ts';
export { type MediaLengths, clipEnd, compositionLength, settleTimes } from './settle-times.ts';
export { type Font } from './text-style.ts';
export {
  type FrameRate,
  type Ticks,
  asTicks,
  firstFrameAt,
  frameTicks,
  ticksPerSecond,
  toSeconds,
  toTicks,
} from './ticks.ts';
export {
  type JsonValue,
  type VariableDeclaration,
  type VariableDeclarations,
  variableDeclarations as variableDeclarationsSchema,
} from './variable.ts';
