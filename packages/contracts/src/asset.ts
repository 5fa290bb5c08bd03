/** Media of a tenant as rows: what is known of them once they lie in the farm's bucket. */

/**
 * `awaiting-upload`: its owner may send the bytes · `ingesting`: fetched in the background · `ready`: compositions may show it · `failed`: it never
 * will be. The last two are for ever, but that an upload may come while `awaiting-upload`.
 */
export const ASSET_STATES = ['awaiting-upload', 'ingesting', 'ready', 'failed'] as const;
export type AssetState = (typeof ASSET_STATES)[number];

export const STREAM_KINDS = ['video', 'audio', 'image', 'text'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

/** What a look into the file tells; a field that it does not tell is absent. */
export interface MediaStream {
  kind: StreamKind;
  /** As MediaInfo names the format: `AVC`, `HEVC`, `VP9`, `AAC`, `Opus`, `JPEG`, `PNG`. */
  codec?: string;
  /** Pixels. */
  width?: number;
  height?: number;
  fps?: number;
  channels?: number;
  /** Hz. */
  sampleRate?: number;
}

export interface MediaProbe {
  /** `MPEG-4`, `WebM`, `MPEG Audio`; absent: no media that is known. */
  container?: string;
  durationSeconds?: number;
  streams: readonly MediaStream[];
}

/** `asset://<id>` in a composition. Instants are epoch milliseconds. */
export interface AssetRow {
  tenant: string;
  id: string;
  /** Of its object; shared by assets of the tenant with the same bytes. */
  key: string;
  name: string;
  contentType: string;
  bytes?: number;
  createdAt: number;
  /** Absent in rows from before there were states: uploads. */
  state?: AssetState;
  /** Where it is fetched from. */
  url?: string;
  /** Hex; of what was fetched. An asset that has it holds a share of its content. */
  sha256?: string;
  probe?: MediaProbe;
  /** Of the object that was probed: an upload may be replaced while its address lives. */
  etag?: string;
  problem?: { code: string; detail: string };
  /** Times that a server has begun to fetch it. */
  attempts?: number;
  /** When somebody may take it up: while it is fetched, and until the object of a deleted one is gone. */
  nextAt?: number;
  isDeleted?: true;
  /** Grows with each write; absent in rows from before. */
  version?: number;
}
