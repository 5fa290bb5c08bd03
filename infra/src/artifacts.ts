/** What is deployed, as paths and digests: infrastructure never imports a service's code. */

/** A file on this machine. */
export interface Bundle {
  path: string;
  /** Hex. */
  sha256: string;
}

export interface Artifacts {
  /** Zip with `index.mjs`, which exports `scale` and `lifecycle`. */
  scaler: Bundle;
  /** Zip with `index.mjs`, which exports `canary`. */
  canary: Bundle;
  /** tar.gz with `main.mjs`, `bin/node` and `ffmpeg`. */
  agent: Bundle & { version: number };
  /** tar.gz with `engine.json`: what a new environment starts with; later ones are activated, not applied. */
  engine: Bundle & { name: string; version: string };
  /** Image of the job server in the environment's repository: `sha256:<hex>`. */
  serverImage: { digest: string };
}
