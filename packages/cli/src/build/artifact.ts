/** One product of the build, as `dist/manifest.json` lists it. */
export interface Artifact {
  /** `scaler`, `canary`, `agent`, `engine-reel`, `job-server`, `job-server-image`, … */
  name: string;
  /** Relative to the folder of the manifest; of the image it is a folder. */
  file: string;
  bytes: number;
  /** Lower-case hex; of a folder see `digestTree`. */
  sha256: string;
}

export const manifestName = 'manifest.json';
/** What `docker buildx build --metadata-file` writes beside the staged image, once that was pushed. */
export const imageMetadataName = 'job-server-image.json';
