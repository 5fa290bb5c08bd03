/** The door of the engines: manifests, packages, and what the agent needs to look into media. Engines themselves are processes. */
export { type PackageDescription, type PackageFile, describePackage } from './describe-package.ts';
export { findFfmpeg } from './find-ffmpeg.ts';
export { type LoadedEngine, getBuiltInEngine, listBuiltInEngines, loadManifest } from './manifests.ts';
export { type MediaInfo, type MediaStream } from './media-info.ts';
export { type Probe, probeMedia } from './probe-media.ts';
export {
  type MediaExpectation,
  type MediaProblem,
  type Verification,
  judgeMedia,
  verifyMedia,
} from './verify-media.ts';
