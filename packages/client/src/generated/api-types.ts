/** Written by `node packages/client/src/generate/main.ts` from docs/reference/openapi.json. */
export interface paths {
  readonly '/v1/jobs': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Jobs, newest first, page by page */
    readonly get: operations['listJobs'];
    readonly put?: never;
    /** Submit a job; it is durable before the reply leaves */
    readonly post: operations['submitJob'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/jobs:validate': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** What a submit of this body would do: the resolved timeline, the cut, an estimate; or every problem */
    readonly post: operations['validateJob'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/jobs/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A job: state, progress, why it waits, results */
    readonly get: operations['getJob'];
    readonly put?: never;
    readonly post?: never;
    /** Delete the results of an ended job; its record stays */
    readonly delete: operations['deleteResults'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/jobs/{id}/events': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The timeline of a job, oldest first; as a stream with progress until the job has ended */
    readonly get: operations['getJobEvents'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/jobs/{id}/cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** End a job: from now on it never succeeds */
    readonly post: operations['cancelJob'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/jobs/{id}/retry': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Run a failed or canceled job again, as a child job */
    readonly post: operations['retryJob'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/jobs/{id}/artifacts': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Results of an ended job, with fresh URLs */
    readonly get: operations['getResults'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/usage': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What your ended jobs took, by day, key or lane */
    readonly get: operations['getUsage'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/batches': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Batches, newest first, page by page */
    readonly get: operations['listBatches'];
    readonly put?: never;
    /** Submit many jobs: a row each, read and submitted as they come */
    readonly post: operations['createBatch'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/batches/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A batch: what became of its rows, counted */
    readonly get: operations['getBatch'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/batches/{id}/results': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** The manifest of a batch: every row with its job, state, error and result URLs */
    readonly get: operations['getBatchResults'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/batches/{id}/cancel': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** End a batch: every job of it that has not ended is canceled */
    readonly post: operations['cancelBatch'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/assets': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Your assets, newest first, page by page */
    readonly get: operations['listAssets'];
    readonly put?: never;
    /** Media of your own: a signed address to upload it to, or with `url` fetched in the background */
    readonly post: operations['createAsset'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/assets/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** An asset: its state, and what its media is */
    readonly get: operations['getAsset'];
    readonly put?: never;
    readonly post?: never;
    /** Delete an asset; jobs that have not fetched it yet fail */
    readonly delete: operations['deleteAsset'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/keys': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Keys of the tenant, without what proves them */
    readonly get: operations['listKeys'];
    readonly put?: never;
    /** Make a key; the whole of it is shown this once */
    readonly post: operations['createKey'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/keys/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    readonly post?: never;
    /** End a key: refused within a minute, for good */
    readonly delete: operations['revokeKey'];
    readonly options?: never;
    readonly head?: never;
    /** Rename a key, or change its limits; everywhere within a minute */
    readonly patch: operations['changeKey'];
    readonly trace?: never;
  };
  readonly '/v1/templates': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Your templates, oldest first */
    readonly get: operations['listTemplates'];
    readonly put?: never;
    /** Keep a composition under a name; jobs send the values of its variables alone */
    readonly post: operations['createTemplate'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/templates/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A template with the JSON Schema of its variables */
    readonly get: operations['getTemplate'];
    /** The next version of a template */
    readonly put: operations['changeTemplate'];
    readonly post?: never;
    /** Delete a template with all its versions */
    readonly delete: operations['deleteTemplate'];
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** Your webhook endpoints, oldest first */
    readonly get: operations['listWebhookEndpoints'];
    readonly put?: never;
    /** An address that is told what happens to your jobs */
    readonly post: operations['createWebhookEndpoint'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints/{id}': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** A webhook endpoint */
    readonly get: operations['getWebhookEndpoint'];
    readonly put?: never;
    readonly post?: never;
    /** Delete an endpoint; what waits for it is given up */
    readonly delete: operations['deleteWebhookEndpoint'];
    readonly options?: never;
    readonly head?: never;
    /** Change, disable or enable an endpoint */
    readonly patch: operations['changeWebhookEndpoint'];
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints/{id}/rotate-secret': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** A new secret; the old one signs beside it for a while */
    readonly post: operations['rotateWebhookSecret'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints/{id}/test': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Send one signed test message now */
    readonly post: operations['testWebhookEndpoint'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints/{id}/deliveries': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What the endpoint was told, newest first, with every attempt */
    readonly get: operations['listWebhookDeliveries'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints/{id}/deliveries/{delivery}/replay': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Tell it again */
    readonly post: operations['replayWebhookDelivery'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/webhook-endpoints/{id}/replay': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Tell again what it was told within a range */
    readonly post: operations['replayWebhookRange'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/jobs/{id}/webhook-deliveries': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** What the webhook of the job was told, newest first, with every attempt */
    readonly get: operations['listJobWebhookDeliveries'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/v1/jobs/{id}/webhook-deliveries/{delivery}/replay': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly get?: never;
    readonly put?: never;
    /** Tell the webhook of the job again */
    readonly post: operations['replayJobWebhookDelivery'];
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/openapi.json': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** This API as an OpenAPI 3.1 document */
    readonly get: operations['getOpenApi'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/livez': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** 200 while the process runs */
    readonly get: operations['getLiveness'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
  readonly '/readyz': {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    /** 200 while jobs can be accepted: the ledger answers */
    readonly get: operations['getReadiness'];
    readonly put?: never;
    readonly post?: never;
    readonly delete?: never;
    readonly options?: never;
    readonly head?: never;
    readonly patch?: never;
    readonly trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    readonly AcceptedBatch: {
      readonly id: components['schemas']['BatchId'];
      readonly state: components['schemas']['BatchState'];
      /** @enum {string} */
      readonly mode: 'best-effort' | 'all-or-nothing';
      /** @enum {string} */
      readonly format: 'json' | 'ndjson' | 'csv';
      readonly templateId?: components['schemas']['TemplateId'];
      readonly templateVersion?: number;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly updatedAt: string;
      /** @description So far */
      readonly rows: {
        readonly received: number;
        readonly accepted: number;
        readonly rejected: number;
      };
      /** @description Why it is rejected or incomplete */
      readonly because?: {
        readonly code: string;
        readonly detail: string;
      };
      readonly links: {
        readonly self: string;
        readonly results: string;
        readonly cancel: string;
        readonly jobs: string;
      };
      /** @description The first hundred; the manifest has all */
      readonly errors: readonly components['schemas']['RowProblem'][];
    };
    readonly AcceptedJob: {
      readonly id: components['schemas']['JobId'];
      /** @constant */
      readonly state: 'queued';
      readonly lane: components['schemas']['Lane'];
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      readonly links: components['schemas']['JobLinks'];
      readonly import?: components['schemas']['Import'];
      /** @description Where the farm made the secret of its `webhook`; told this once */
      readonly webhook?: {
        readonly secret: string;
      };
    };
    readonly Artifact: {
      readonly name: string;
      readonly contentType: string;
      readonly bytes: number;
      /** @description Lower-case hex */
      readonly sha256: string;
      readonly media?: components['schemas']['Media'];
      /**
       * Format: uri
       * @description Signed; ask for the job again for a fresh one
       */
      readonly url: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly expiresAt: string;
    };
    readonly Asset: {
      readonly id: components['schemas']['AssetId'];
      /** @description For compositions of the same tenant */
      readonly uri: string;
      /** @enum {string} */
      readonly state: 'awaiting-upload' | 'ingesting' | 'ready' | 'failed';
      readonly name: string;
      readonly contentType: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /** @description The address it came from, without its query */
      readonly source?: string;
      readonly bytes?: number;
      /** @description Hex; of what the farm fetched, or of an upload that was announced with it */
      readonly sha256?: string;
      /** @description Once `ready` */
      readonly media?: {
        readonly container?: string;
        readonly durationSeconds?: number;
        /** @description None: no media that is known */
        readonly streams: readonly {
          /** @enum {string} */
          readonly kind: 'video' | 'audio' | 'image' | 'text';
          /** @description As MediaInfo names the format: `AVC`, `VP9`, `AAC` */
          readonly codec?: string;
          readonly width?: number;
          readonly height?: number;
          readonly fps?: number;
          readonly channels?: number;
          /** @description Hz */
          readonly sampleRate?: number;
        }[];
      };
      /** @description Once `failed` */
      readonly problem?: {
        readonly code: string;
        readonly detail: string;
      };
    };
    readonly AssetId: string;
    readonly AssetPage: {
      readonly assets: readonly components['schemas']['Asset'][];
      /** @description Where the next page begins; absent on the last one */
      readonly cursor?: string;
    };
    readonly AssetRequest: {
      /** @description Public http or https: the farm fetches it. Without it you upload the bytes yourself */
      readonly url?: string;
      /** @description A file name without folders and control characters; needed for an upload, else from the address */
      readonly name?: string;
      /** @description Needed for an upload, else as the address says */
      readonly contentType?: string;
      /** @description An upload of another length is refused */
      readonly bytes?: number;
      /** @description Hex; an upload of other bytes is refused */
      readonly sha256?: string;
    };
    readonly AssetUpload: {
      readonly id: components['schemas']['AssetId'];
      /** @description For compositions of the same tenant */
      readonly uri: string;
      /** @constant */
      readonly method: 'PUT';
      /** Format: uri */
      readonly uploadUrl: string;
      /** @description To send with the upload */
      readonly headers: {
        readonly [key: string]: string;
      };
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly expiresAt: string;
    };
    readonly Batch: {
      readonly id: components['schemas']['BatchId'];
      readonly state: components['schemas']['BatchState'];
      /** @enum {string} */
      readonly mode: 'best-effort' | 'all-or-nothing';
      /** @enum {string} */
      readonly format: 'json' | 'ndjson' | 'csv';
      readonly templateId?: components['schemas']['TemplateId'];
      readonly templateVersion?: number;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly updatedAt: string;
      /** @description So far */
      readonly rows: {
        readonly received: number;
        readonly accepted: number;
        readonly rejected: number;
      };
      /** @description Why it is rejected or incomplete */
      readonly because?: {
        readonly code: string;
        readonly detail: string;
      };
      readonly links: {
        readonly self: string;
        readonly results: string;
        readonly cancel: string;
        readonly jobs: string;
      };
      readonly jobs: {
        readonly queued: number;
        readonly rendering: number;
        readonly succeeded: number;
        readonly failed: number;
        readonly canceled: number;
        readonly deleted: number;
      };
      /** @description Rows that were not counted yet: ask again */
      readonly uncounted: number;
      /**
       * Format: date-time
       * @description The oldest of the counts that may have changed since
       */
      readonly countedAt: string;
      /** @description No job of it will change any more */
      readonly isOver: boolean;
    };
    readonly BatchId: string;
    readonly BatchPage: {
      readonly batches: readonly components['schemas']['BatchSummary'][];
      /** @description Where the next page begins; absent on the last one */
      readonly cursor?: string;
    };
    readonly BatchRequest: {
      /** @enum {string} */
      readonly mode?: 'best-effort' | 'all-or-nothing';
      readonly templateId?: components['schemas']['TemplateId'];
      readonly templateVersion?: number;
      readonly engine?: string;
      readonly lane?: components['schemas']['Lane'];
      /**
       * Format: date-time
       * @description RFC 3339
       */
      readonly notBefore?: string;
      /**
       * Format: date-time
       * @description RFC 3339
       */
      readonly deadline?: string;
      readonly outputs?: readonly components['schemas']['Output'][];
      readonly metadata?: components['schemas']['Metadata'];
      /** @description The last field. With `templateId` each is the values of its variables, else a submit of its own. What is no object is an error of its row */
      readonly rows: readonly {
        readonly [key: string]: components['schemas']['JsonValue'];
      }[];
    };
    /** @enum {string} */
    readonly BatchState: 'receiving' | 'submitting' | 'accepted' | 'rejected' | 'incomplete' | 'canceling' | 'canceled';
    readonly BatchSummary: {
      readonly id: components['schemas']['BatchId'];
      readonly state: components['schemas']['BatchState'];
      /** @enum {string} */
      readonly mode: 'best-effort' | 'all-or-nothing';
      /** @enum {string} */
      readonly format: 'json' | 'ndjson' | 'csv';
      readonly templateId?: components['schemas']['TemplateId'];
      readonly templateVersion?: number;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly updatedAt: string;
      /** @description So far */
      readonly rows: {
        readonly received: number;
        readonly accepted: number;
        readonly rejected: number;
      };
      /** @description Why it is rejected or incomplete */
      readonly because?: {
        readonly code: string;
        readonly detail: string;
      };
      readonly links: {
        readonly self: string;
        readonly results: string;
        readonly cancel: string;
        readonly jobs: string;
      };
    };
    readonly Composition: {
      /**
       * @default composition/1
       * @constant
       */
      readonly version?: 'composition/1';
      /** @default {} */
      readonly canvas?: {
        /** @default 1280 */
        readonly width?: number;
        /** @default 720 */
        readonly height?: number;
        /**
         * @default {
         *       "num": 30
         *     }
         */
        readonly fps?: {
          readonly num: number;
          /** @default 1 */
          readonly den?: number;
        };
        /** @default #000000 */
        readonly background?: string;
      };
      readonly tracks: readonly {
        readonly clips: readonly {
          readonly start?: number | 'auto';
          readonly length?: number | 'auto' | 'end';
          readonly asset:
            | {
                /** @constant */
                readonly kind: 'video';
                readonly src: string;
                readonly sha256?: string;
                /** @default 0 */
                readonly trim?: number;
                readonly speed?: number;
                /** @default false */
                readonly loop?: boolean;
                /** @default false */
                readonly muted?: boolean;
              }
            | {
                /** @constant */
                readonly kind: 'image';
                readonly src: string;
                readonly sha256?: string;
              }
            | {
                /** @constant */
                readonly kind: 'text';
                readonly text: string;
                /** @default {} */
                readonly font?: {
                  /** @default Inter */
                  readonly family?: string;
                  /** @default 48 */
                  readonly size?: number;
                  /** @default 400 */
                  readonly weight?: number;
                  /**
                   * @default normal
                   * @enum {string}
                   */
                  readonly style?: 'normal' | 'italic';
                  /** @default #ffffff */
                  readonly color?: string;
                  /** @default 1.2 */
                  readonly lineHeight?: number;
                  /** @default 0 */
                  readonly letterSpacing?: number;
                };
                /**
                 * @default center
                 * @enum {string}
                 */
                readonly align?: 'left' | 'center' | 'right';
                /**
                 * @default middle
                 * @enum {string}
                 */
                readonly valign?: 'top' | 'middle' | 'bottom';
                readonly stroke?: {
                  readonly color: string;
                  /** @default 2 */
                  readonly width?: number;
                };
                readonly shadow?: {
                  /** @default #00000080 */
                  readonly color?: string;
                  /** @default 0 */
                  readonly x?: number;
                  /** @default 2 */
                  readonly y?: number;
                  /** @default 8 */
                  readonly blur?: number;
                };
                readonly background?: {
                  readonly color: string;
                  /** @default 16 */
                  readonly padding?: number;
                  /** @default 0 */
                  readonly radius?: number;
                  /** @enum {string} */
                  readonly extent?: 'text' | 'box';
                };
                /** @default true */
                readonly wrap?: boolean;
                /** @default false */
                readonly autoFit?: boolean;
                /** @default 12 */
                readonly minSize?: number;
              }
            | {
                /** @constant */
                readonly kind: 'shape';
                /** @enum {string} */
                readonly shape: 'rect' | 'roundRect' | 'ellipse' | 'line' | 'path';
                readonly fill?: string;
                readonly gradient?: {
                  /** @default 90 */
                  readonly angle?: number;
                  readonly stops: readonly {
                    readonly at: number;
                    readonly color: string;
                  }[];
                };
                readonly stroke?: {
                  readonly color: string;
                  /** @default 2 */
                  readonly width?: number;
                };
                /** @default 0 */
                readonly radius?: number;
                readonly d?: string;
              }
            | {
                /** @constant */
                readonly kind: 'svg';
                readonly markup: string;
              }
            | {
                /** @constant */
                readonly kind: 'color';
                /** @default #000000 */
                readonly color?: string;
                readonly gradient?: {
                  /** @default 90 */
                  readonly angle?: number;
                  readonly stops: readonly {
                    readonly at: number;
                    readonly color: string;
                  }[];
                };
              }
            | {
                /** @constant */
                readonly kind: 'audio';
                readonly src: string;
                readonly sha256?: string;
                /** @default 0 */
                readonly trim?: number;
                readonly speed?: number;
                /** @default false */
                readonly loop?: boolean;
              }
            | {
                /** @constant */
                readonly kind: 'captions';
                readonly src: string;
                readonly sha256?: string;
                /** @enum {string} */
                readonly format: 'srt' | 'vtt';
                /** @default 0 */
                readonly trim?: number;
                /** @default {} */
                readonly font?: {
                  /** @default Inter */
                  readonly family?: string;
                  /** @default 48 */
                  readonly size?: number;
                  /** @default 400 */
                  readonly weight?: number;
                  /**
                   * @default normal
                   * @enum {string}
                   */
                  readonly style?: 'normal' | 'italic';
                  /** @default #ffffff */
                  readonly color?: string;
                  /** @default 1.2 */
                  readonly lineHeight?: number;
                  /** @default 0 */
                  readonly letterSpacing?: number;
                };
                /**
                 * @default center
                 * @enum {string}
                 */
                readonly align?: 'left' | 'center' | 'right';
                /**
                 * @default middle
                 * @enum {string}
                 */
                readonly valign?: 'top' | 'middle' | 'bottom';
                readonly stroke?: {
                  readonly color: string;
                  /** @default 2 */
                  readonly width?: number;
                };
                readonly shadow?: {
                  /** @default #00000080 */
                  readonly color?: string;
                  /** @default 0 */
                  readonly x?: number;
                  /** @default 2 */
                  readonly y?: number;
                  /** @default 8 */
                  readonly blur?: number;
                };
                readonly background?: {
                  readonly color: string;
                  /** @default 16 */
                  readonly padding?: number;
                  /** @default 0 */
                  readonly radius?: number;
                  /** @enum {string} */
                  readonly extent?: 'text' | 'box';
                };
              };
          /** @default {} */
          readonly box?: {
            /**
             * @default center
             * @enum {string}
             */
            readonly anchor?:
              | 'top-left'
              | 'top'
              | 'top-right'
              | 'left'
              | 'center'
              | 'right'
              | 'bottom-left'
              | 'bottom'
              | 'bottom-right';
            /** @default 0.5 */
            readonly x?: number;
            /** @default 0.5 */
            readonly y?: number;
            /** @default 1 */
            readonly width?: number;
            /** @default 1 */
            readonly height?: number;
          };
          /**
           * @default cover
           * @enum {string}
           */
          readonly fit?: 'cover' | 'contain' | 'fill' | 'none';
          /** @enum {string} */
          readonly fitAnchor?:
            'top-left' | 'top' | 'top-right' | 'left' | 'center' | 'right' | 'bottom-left' | 'bottom' | 'bottom-right';
          readonly crop?: {
            /** @default 0 */
            readonly top?: number;
            /** @default 0 */
            readonly right?: number;
            /** @default 0 */
            readonly bottom?: number;
            /** @default 0 */
            readonly left?: number;
          };
          readonly scale?: number;
          /** @default 1 */
          readonly opacity?: number;
          /** @default 0 */
          readonly rotate?: number;
          /**
           * @default none
           * @enum {string}
           */
          readonly flip?: 'none' | 'horizontal' | 'vertical' | 'both';
          readonly enter?: {
            /** @enum {string} */
            readonly effect: 'fade' | 'slide' | 'wipe' | 'zoom' | 'reveal' | 'carousel';
            /** @default 0.5 */
            readonly duration?: number;
            /** @default ease-in-out */
            readonly easing?:
              | ('linear' | 'ease-in' | 'ease-out' | 'ease-in-out' | 'step')
              | {
                  readonly bezier: readonly [number, number, number, number];
                };
            /**
             * @default left
             * @enum {string}
             */
            readonly direction?: 'left' | 'right' | 'up' | 'down';
            readonly amount?: number;
            readonly fade?: boolean;
            readonly softness?: number;
          };
          readonly exit?: {
            /** @enum {string} */
            readonly effect: 'fade' | 'slide' | 'wipe' | 'zoom' | 'reveal' | 'carousel';
            /** @default 0.5 */
            readonly duration?: number;
            /** @default ease-in-out */
            readonly easing?:
              | ('linear' | 'ease-in' | 'ease-out' | 'ease-in-out' | 'step')
              | {
                  readonly bezier: readonly [number, number, number, number];
                };
            /**
             * @default left
             * @enum {string}
             */
            readonly direction?: 'left' | 'right' | 'up' | 'down';
            readonly amount?: number;
            readonly fade?: boolean;
            readonly softness?: number;
          };
          readonly motion?: {
            /** @enum {string} */
            readonly effect: 'zoom' | 'pan';
            readonly amount: number;
            /**
             * @default left
             * @enum {string}
             */
            readonly direction?: 'left' | 'right' | 'up' | 'down';
            /** @default linear */
            readonly easing?:
              | ('linear' | 'ease-in' | 'ease-out' | 'ease-in-out' | 'step')
              | {
                  readonly bezier: readonly [number, number, number, number];
                };
          };
          readonly filter?:
            | {
                /** @enum {string} */
                readonly effect: 'blur' | 'grayscale' | 'brightness' | 'contrast' | 'saturate' | 'sepia' | 'invert';
                /** @default 1 */
                readonly amount?: number;
              }
            | readonly {
                /** @enum {string} */
                readonly effect: 'blur' | 'grayscale' | 'brightness' | 'contrast' | 'saturate' | 'sepia' | 'invert';
                /** @default 1 */
                readonly amount?: number;
              }[];
          readonly key?: {
            readonly color: string;
            /** @default 0.3 */
            readonly similarity?: number;
            /** @default 0.1 */
            readonly smoothness?: number;
            /** @enum {string} */
            readonly space?: 'chroma' | 'rgb';
          };
          readonly matte?: {
            /** @enum {string} */
            readonly kind: 'image' | 'video';
            readonly src: string;
            readonly sha256?: string;
            /**
             * @default luma
             * @enum {string}
             */
            readonly channel?: 'luma' | 'alpha';
            /** @default false */
            readonly invert?: boolean;
          };
          /** @default {} */
          readonly audio?: {
            /** @default 1 */
            readonly gain?: number;
            /** @default 0 */
            readonly fadeIn?: number;
            /** @default 0 */
            readonly fadeOut?: number;
          };
          readonly animate?: readonly {
            /** @enum {string} */
            readonly property: 'opacity' | 'rotate' | 'scale' | 'x' | 'y' | 'width' | 'height' | 'gain';
            readonly keyframes: readonly {
              readonly at: number;
              readonly value: number;
              /** @default linear */
              readonly easing?:
                | ('linear' | 'ease-in' | 'ease-out' | 'ease-in-out' | 'step')
                | {
                    readonly bezier: readonly [number, number, number, number];
                  };
            }[];
          }[];
        }[];
      }[];
      readonly soundtrack?: {
        readonly src: string;
        readonly sha256?: string;
        /** @default 1 */
        readonly gain?: number;
        /** @default 0 */
        readonly trim?: number;
        /** @default 0 */
        readonly fadeIn?: number;
        /** @default 0 */
        readonly fadeOut?: number;
        /** @default false */
        readonly loop?: boolean;
        readonly ducking?: number;
        readonly loudness?: number;
      };
      /** @default [] */
      readonly fonts?: readonly {
        readonly family: string;
        readonly src: string;
        readonly sha256?: string;
        readonly weight?: number;
        /** @enum {string} */
        readonly style?: 'normal' | 'italic';
      }[];
      readonly variables?: {
        readonly [key: string]: {
          /** @enum {string} */
          readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
          readonly title?: string;
          readonly description?: string;
          readonly default?: components['schemas']['JsonValue'];
          readonly enum?: readonly components['schemas']['JsonValue'][];
          readonly minimum?: number;
          readonly maximum?: number;
          readonly minLength?: number;
          readonly maxLength?: number;
          readonly minItems?: number;
          readonly maxItems?: number;
        };
      };
      /**
       * @default [
       *       {
       *         "kind": "mp4"
       *       }
       *     ]
       */
      readonly outputs?: readonly components['schemas']['Output'][];
    };
    /** @description A composition in which `{{name}}` stands for the value of a declared variable */
    readonly CompositionWithVariables: {
      readonly variables: {
        readonly [key: string]: {
          /** @enum {string} */
          readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
          readonly title?: string;
          readonly description?: string;
          readonly default?: components['schemas']['JsonValue'];
          readonly enum?: readonly components['schemas']['JsonValue'][];
          readonly minimum?: number;
          readonly maximum?: number;
          readonly minLength?: number;
          readonly maxLength?: number;
          readonly minItems?: number;
          readonly maxItems?: number;
        };
      };
    } & {
      readonly [key: string]: unknown;
    };
    readonly DeletedResults: {
      readonly id: components['schemas']['JobId'];
      readonly state: components['schemas']['JobState'];
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly deletedAt: string;
    };
    /**
     * @description More may come: leave out what you do not know
     * @enum {string}
     */
    readonly EventType: 'job.accepted' | 'job.started' | 'job.succeeded' | 'job.failed' | 'job.canceled';
    readonly Health: {
      /** @constant */
      readonly status: 'ok';
    };
    /** @description Of a `shotstack` edit: what the video will not show as it was, and what changes nothing */
    readonly Import: {
      readonly losses: readonly {
        /** @description RFC 6901 pointer into the edit */
        readonly path: string;
        /** @enum {string} */
        readonly code: 'unsupported' | 'approximated' | 'dropped';
        readonly detail: string;
      }[];
      readonly notes: readonly {
        /** @description RFC 6901 pointer into the edit */
        readonly path: string;
        /** @enum {string} */
        readonly code: 'coerced' | 'ignored';
        readonly detail: string;
      }[];
    };
    readonly Job: {
      readonly id: components['schemas']['JobId'];
      readonly state: components['schemas']['JobState'];
      readonly lane: components['schemas']['Lane'];
      readonly engine: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly notBefore?: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly deadline: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly startedAt?: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly endedAt?: string;
      readonly error?: components['schemas']['JobError'];
      readonly metadata?: components['schemas']['Metadata'];
      readonly retryOf?: components['schemas']['JobId'];
      /** @description The row that it was made of */
      readonly batch?: {
        readonly id: string;
        readonly row: number;
      };
      /** @description What it was made of */
      readonly template?: {
        readonly id: string;
        readonly version: number;
      };
      /**
       * @description Made with a test key
       * @constant
       */
      readonly mode?: 'test';
      readonly links: components['schemas']['JobLinks'];
      /** @description By frames; 100 only when the job has succeeded */
      readonly percent: number;
      /**
       * @description Absent once the job has ended
       * @enum {string}
       */
      readonly phase?:
        'waiting' | 'claimed' | 'staging' | 'seat' | 'rendering' | 'verifying' | 'publishing' | 'assembling';
      readonly tasks: components['schemas']['TaskCounts'];
      /** @description Claimed runs over all tasks */
      readonly attempts: number;
      readonly cost?: components['schemas']['JobCost'];
      /**
       * Format: date-time
       * @description Its results are kept until then; once it has succeeded
       */
      readonly expiresAt?: string;
      /**
       * Format: date-time
       * @description Its results were deleted
       */
      readonly deletedAt?: string;
      readonly waiting?: components['schemas']['Waiting'];
      readonly artifacts?: readonly components['schemas']['Artifact'][];
    };
    /** @description So far */
    readonly JobCost: {
      /** @description Instance seconds by the price of their pool; idle machines are not in it */
      readonly usd: number;
      /** @description Under leases, each from its claim to its end, or until now */
      readonly instanceSeconds: number;
      /** @description The part of them whose attempts came to nothing */
      readonly lostSeconds: number;
    };
    readonly JobError: {
      readonly code: string;
      readonly message: string;
      /** @enum {string} */
      readonly class?: 'infra' | 'engine' | 'license' | 'asset' | 'permanent';
      /** @description RFC 6901 pointer into what was submitted */
      readonly pointer?: string;
      /** @description The task that decided it */
      readonly task?: number;
    };
    readonly JobEvent: {
      readonly id: string;
      /** @description 1, 2, 3 … without gaps */
      readonly seq: number;
      readonly type: components['schemas']['EventType'];
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly at: string;
      readonly data: {
        readonly [key: string]: unknown;
      };
    };
    readonly JobId: string;
    readonly JobLinks: {
      readonly self: string;
      readonly events: string;
      readonly cancel: string;
      readonly retry: string;
    };
    readonly JobPage: {
      readonly jobs: readonly components['schemas']['JobSummary'][];
      /** @description Where the next page begins; absent on the last one */
      readonly cursor?: string;
    };
    /** @description Exactly one of `composition`, `templateId`, `shotstack` and `project` */
    readonly JobRequest: {
      readonly composition?: components['schemas']['Composition'] | components['schemas']['CompositionWithVariables'];
      readonly templateId?: string;
      readonly templateVersion?: number;
      /** @description An edit in the format of Shotstack, or a template with `merge`; what is lost is in the reply */
      readonly shotstack?: {
        readonly [key: string]: unknown;
      };
      /** @description Refuses a `shotstack` edit that would lose anything */
      readonly strict?: boolean;
      /** @description Opaque content for an engine that accepts projects */
      readonly project?: {
        readonly [key: string]: unknown;
      };
      /** @description Values for the variables of the composition */
      readonly variables?: {
        readonly [key: string]: components['schemas']['JsonValue'];
      };
      readonly outputs?: readonly unknown[];
      readonly engine?: string;
      /** @default standard */
      readonly lane?: components['schemas']['Lane'];
      /** Format: date-time */
      readonly notBefore?: string;
      /** Format: date-time */
      readonly deadline?: string;
      readonly retentionDays?: number;
      readonly metadata?: components['schemas']['Metadata'];
      readonly webhook?: components['schemas']['JobWebhook'];
    };
    /** @enum {string} */
    readonly JobState: 'queued' | 'rendering' | 'succeeded' | 'failed' | 'canceled';
    readonly JobSummary: {
      readonly id: components['schemas']['JobId'];
      readonly state: components['schemas']['JobState'];
      readonly lane: components['schemas']['Lane'];
      readonly engine: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly notBefore?: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly deadline: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly startedAt?: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly endedAt?: string;
      readonly error?: components['schemas']['JobError'];
      readonly metadata?: components['schemas']['Metadata'];
      readonly retryOf?: components['schemas']['JobId'];
      /** @description The row that it was made of */
      readonly batch?: {
        readonly id: string;
        readonly row: number;
      };
      /** @description What it was made of */
      readonly template?: {
        readonly id: string;
        readonly version: number;
      };
      /**
       * @description Made with a test key
       * @constant
       */
      readonly mode?: 'test';
      readonly links: components['schemas']['JobLinks'];
    };
    readonly JobWebhook: {
      /** @description Public http or https; never redirected */
      readonly url: string;
      /** @description What it is told; all without it */
      readonly events?: readonly ('job.accepted' | 'job.started' | 'job.succeeded' | 'job.failed' | 'job.canceled')[];
      /** @description Signs what it is told; without it one is made and told in the reply, this once */
      readonly secret?: string;
    };
    readonly JobWebhookDeliveries: {
      /** @description Absent: the job has no webhook of its own */
      readonly url?: string;
      readonly events?: readonly components['schemas']['EventType'][];
      /** @description Newest first */
      readonly deliveries: readonly components['schemas']['JobWebhookDelivery'][];
    };
    readonly JobWebhookDelivery: {
      readonly id: components['schemas']['WebhookDeliveryId'];
      readonly event: {
        /** @description `webhook-id`: the same over all attempts, endpoints and replays */
        readonly id: string;
        readonly type: components['schemas']['EventType'];
        readonly job: components['schemas']['JobId'];
        readonly seq: number;
        /**
         * Format: date-time
         * @description RFC 3339 in UTC
         */
        readonly at: string;
      };
      /** @enum {string} */
      readonly state: 'pending' | 'delivered' | 'failed';
      readonly attempts: number;
      /** @description The last ten attempts, newest last */
      readonly log: readonly {
        /**
         * Format: date-time
         * @description RFC 3339 in UTC
         */
        readonly at: string;
        readonly durationMs: number;
        /** @description Absent when there was no reply */
        readonly status?: number;
        /** @description Why it counts as failed */
        readonly error?: string;
      }[];
      /**
       * Format: date-time
       * @description While pending
       */
      readonly nextAt?: string;
      /** @constant */
      readonly isReplay?: true;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly endedAt?: string;
    };
    readonly JsonValue: unknown;
    readonly Key: {
      /** @description The public part of the key */
      readonly id: string;
      readonly name: string;
      readonly scope: components['schemas']['KeyScope'];
      readonly mode: components['schemas']['KeyMode'];
      readonly limits?: components['schemas']['KeyLimits'];
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly revokedAt?: string;
    };
    readonly KeyChange: {
      readonly name?: string;
      /** @description In place of all that it had; null: the tenant's again */
      readonly limits?: components['schemas']['KeyLimits'] | null;
    };
    readonly KeyLimits: {
      /** @description Beyond it requests are refused with 429 */
      readonly requestsPerMinute?: number;
      /** @description Jobs beyond it are accepted and wait, `throttled` */
      readonly concurrentJobs?: number;
      /** @description Of a day of UTC. Jobs beyond it are accepted and wait for the next */
      readonly jobsPerDay?: number;
    };
    readonly KeyList: {
      readonly keys: readonly components['schemas']['Key'][];
    };
    /** @enum {string} */
    readonly KeyMode: 'test' | 'live';
    readonly KeyRequest: {
      /** @description What it is for */
      readonly name: string;
      /** @default render */
      readonly scope?: components['schemas']['KeyScope'];
      /** @default live */
      readonly mode?: components['schemas']['KeyMode'];
      readonly limits?: components['schemas']['KeyLimits'];
    };
    /** @enum {string} */
    readonly KeyScope: 'read' | 'render' | 'admin';
    /**
     * @description Priority, highest first
     * @enum {string}
     */
    readonly Lane: 'express' | 'standard' | 'bulk';
    readonly Media: {
      readonly width?: number;
      readonly height?: number;
      readonly frames?: number;
      readonly durationSeconds?: number;
    };
    /** @description Texts of the client's own, up to 50 */
    readonly Metadata: {
      readonly [key: string]: string;
    };
    readonly NewKey: {
      /** @description The public part of the key */
      readonly id: string;
      readonly name: string;
      readonly scope: components['schemas']['KeyScope'];
      readonly mode: components['schemas']['KeyMode'];
      readonly limits?: components['schemas']['KeyLimits'];
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly revokedAt?: string;
      /** @description The whole key; it is never shown again */
      readonly key: string;
    };
    readonly Output:
      | {
          /** @constant */
          readonly kind: 'mp4';
          /** @default video.mp4 */
          readonly name?: string;
          /**
           * @default h264
           * @enum {string}
           */
          readonly codec?: 'h264' | 'h265';
          readonly size?: {
            readonly width: number;
            readonly height: number;
          };
          readonly fps?: {
            readonly num: number;
            /** @default 1 */
            readonly den?: number;
          };
          readonly range?: {
            /** @default 0 */
            readonly start?: number;
            readonly length: number;
          };
          /**
           * @default standard
           * @enum {string}
           */
          readonly quality?: 'draft' | 'standard' | 'high';
        }
      | {
          /** @constant */
          readonly kind: 'webm';
          /** @default video.webm */
          readonly name?: string;
          readonly size?: {
            readonly width: number;
            readonly height: number;
          };
          readonly fps?: {
            readonly num: number;
            /** @default 1 */
            readonly den?: number;
          };
          readonly range?: {
            /** @default 0 */
            readonly start?: number;
            readonly length: number;
          };
          /**
           * @default standard
           * @enum {string}
           */
          readonly quality?: 'draft' | 'standard' | 'high';
        }
      | {
          /** @constant */
          readonly kind: 'gif';
          /** @default video.gif */
          readonly name?: string;
          readonly loop?: boolean;
          readonly size?: {
            readonly width: number;
            readonly height: number;
          };
          readonly fps?: {
            readonly num: number;
            /** @default 1 */
            readonly den?: number;
          };
          readonly range?: {
            /** @default 0 */
            readonly start?: number;
            readonly length: number;
          };
          /**
           * @default standard
           * @enum {string}
           */
          readonly quality?: 'draft' | 'standard' | 'high';
        }
      | {
          /** @constant */
          readonly kind: 'mp3';
          /** @default audio.mp3 */
          readonly name?: string;
          readonly range?: {
            /** @default 0 */
            readonly start?: number;
            readonly length: number;
          };
          /**
           * @default standard
           * @enum {string}
           */
          readonly quality?: 'draft' | 'standard' | 'high';
        }
      | {
          /** @constant */
          readonly kind: 'poster';
          readonly name?: string;
          /**
           * @default jpg
           * @enum {string}
           */
          readonly format?: 'jpg' | 'png';
          /** @default 0 */
          readonly at?: number;
          readonly size?: {
            readonly width: number;
            readonly height: number;
          };
        }
      | {
          /** @constant */
          readonly kind: 'still';
          readonly name?: string;
          /**
           * @default jpg
           * @enum {string}
           */
          readonly format?: 'jpg' | 'png';
          /** @default 0 */
          readonly at?: number;
          readonly size?: {
            readonly width: number;
            readonly height: number;
          };
        };
    readonly Problem: {
      /** @constant */
      readonly type: 'about:blank';
      readonly title: string;
      readonly status: number;
      /** @description Stable; what programs decide on */
      readonly code: string;
      /** @description For people */
      readonly detail: string;
      readonly errors?: readonly components['schemas']['ProblemItem'][];
      /** @description The same request may succeed later */
      readonly retryable: boolean;
      readonly requestId: string;
    };
    readonly ProblemItem: {
      /** @description RFC 6901 pointer into the body, or `/` and the name of a query parameter */
      readonly pointer: string;
      readonly code: string;
      readonly detail: string;
      /** @description Of a batch; the pointer is into the submit that the row makes */
      readonly row?: number;
      /** @description Of the CSV or NDJSON that was sent */
      readonly line?: number;
    };
    readonly Results: {
      readonly artifacts: readonly components['schemas']['Artifact'][];
      /**
       * Format: date-time
       * @description Then they are deleted
       */
      readonly expiresAt: string;
    };
    readonly RowProblem: {
      readonly row: number;
      /** @description Of CSV and NDJSON: where the row begins */
      readonly line?: number;
      /** @description RFC 6901 pointer into the submit that the row makes */
      readonly pointer: string;
      readonly code: string;
      readonly detail: string;
    };
    readonly TaskCounts: {
      readonly total: number;
      readonly blocked?: number;
      readonly pending?: number;
      readonly queued?: number;
      readonly leased?: number;
      readonly done?: number;
      readonly failed?: number;
      readonly void?: number;
    };
    readonly Template: {
      readonly id: components['schemas']['TemplateId'];
      readonly name: string;
      /** @description The newest version */
      readonly latest: number;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly updatedAt: string;
      /** @description The one that is shown */
      readonly version: number;
      /** @description As it was sent */
      readonly composition: {
        readonly [key: string]: unknown;
      };
      /** @description Of the jobs made of it; `reel` without it */
      readonly engine?: string;
      /** @description JSON Schema (2020-12) of the `variables` that a submit may send */
      readonly variables: {
        readonly [key: string]: unknown;
      };
    };
    readonly TemplateId: string;
    readonly TemplateList: {
      readonly templates: readonly components['schemas']['TemplateSummary'][];
    };
    readonly TemplateRequest: {
      readonly name: string;
      readonly composition: components['schemas']['Composition'] | components['schemas']['CompositionWithVariables'];
      /** @description Of the jobs made of it; `reel` without it */
      readonly engine?: string;
    };
    readonly TemplateSummary: {
      readonly id: components['schemas']['TemplateId'];
      readonly name: string;
      /** @description The newest version */
      readonly latest: number;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly updatedAt: string;
    };
    readonly Timeline: {
      readonly events: readonly components['schemas']['JobEvent'][];
    };
    readonly Usage: {
      /** Format: date */
      readonly from: string;
      /** Format: date */
      readonly to: string;
      /** @enum {string} */
      readonly groupBy: 'day' | 'key' | 'lane';
      readonly usage: readonly components['schemas']['UsageItem'][];
    };
    readonly UsageItem: {
      /**
       * Format: date
       * @description Of UTC, on which the jobs ended
       */
      readonly day?: string;
      /** @description Id of the key that submitted them; `-` of jobs from before keys were counted */
      readonly key?: string;
      readonly lane?: components['schemas']['Lane'];
      readonly mode: components['schemas']['KeyMode'];
      readonly jobs: {
        readonly succeeded: number;
        readonly failed: number;
        readonly canceled: number;
      };
      /** @description Length of the video and audio that was delivered, each output by itself */
      readonly renderedSeconds: number;
      /** @description Of instances under leases, each from its claim to its end */
      readonly instanceSeconds: number;
      /** @description The part of them whose attempts came to nothing: failed, lost, or overtaken by the end */
      readonly lostSeconds: number;
      /** @description Instance seconds by the price of their pool on the day; idle machines are not in it */
      readonly usd: number;
    };
    readonly Validation: {
      readonly lane: components['schemas']['Lane'];
      readonly engine: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly notBefore: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly deadline: string;
      /** @description The canonical form: variables merged, defaults filled, times in ticks of 1/timescale s. Absent for a project */
      readonly composition?: {
        readonly [key: string]: unknown;
      };
      /** @description Null while media that nobody has looked into decides it, and for a project */
      readonly lengthSeconds: number | null;
      /** @description The cut of the job */
      readonly tasks: {
        readonly render: number;
        readonly assemble: number;
      };
      /** @description Never a promise */
      readonly estimate: {
        readonly frames: number;
        /** @description Of all tasks together, at the built-in engine's rate on 2 cores, by which jobs are cut */
        readonly renderSeconds: number;
        /** @description Machine time of the renders as the scaler takes it before it has learned, at the price of the cheapest pool and of the dearest; retries are not in it */
        readonly usd?: {
          readonly low: number;
          readonly high: number;
        };
      };
    };
    readonly Waiting: {
      /**
       * @description Take a word that you do not know for `not-counted-yet`
       * @enum {string}
       */
      readonly reason:
        | 'not-before'
        | 'throttled'
        | 'back-off'
        | 'no-seat'
        | 'not-counted-yet'
        | 'scaler-silent'
        | 'starting-soon'
        | 'capacity-booting'
        | 'pool-max'
        | 'farm-max'
        | 'no-capacity'
        | 'quota'
        | 'spend-hour'
        | 'spend-day'
        | 'boot-failures'
        | 'no-pool'
        | 'blind';
      /** @description Tasks of the lane that come first; null when unknown */
      readonly position: number | null;
      /** @description Seconds to the expected start; null when unknown. An estimate, never a promise */
      readonly etaSeconds: number | null;
      /**
       * Format: date-time
       * @description It does not start before, by its own doing
       */
      readonly until?: string;
    };
    readonly WebhookDelivery: {
      readonly id: components['schemas']['WebhookDeliveryId'];
      readonly endpoint: components['schemas']['WebhookEndpointId'];
      readonly event: {
        /** @description `webhook-id`: the same over all attempts, endpoints and replays */
        readonly id: string;
        readonly type: components['schemas']['EventType'];
        readonly job: components['schemas']['JobId'];
        readonly seq: number;
        /**
         * Format: date-time
         * @description RFC 3339 in UTC
         */
        readonly at: string;
      };
      /** @enum {string} */
      readonly state: 'pending' | 'delivered' | 'failed';
      readonly attempts: number;
      /** @description The last ten attempts, newest last */
      readonly log: readonly {
        /**
         * Format: date-time
         * @description RFC 3339 in UTC
         */
        readonly at: string;
        readonly durationMs: number;
        /** @description Absent when there was no reply */
        readonly status?: number;
        /** @description Why it counts as failed */
        readonly error?: string;
      }[];
      /**
       * Format: date-time
       * @description While pending
       */
      readonly nextAt?: string;
      /** @constant */
      readonly isReplay?: true;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly endedAt?: string;
    };
    readonly WebhookDeliveryId: string;
    readonly WebhookDeliveryPage: {
      readonly deliveries: readonly components['schemas']['WebhookDelivery'][];
      /** @description Where the next page begins; absent on the last one */
      readonly cursor?: string;
    };
    readonly WebhookEndpoint: {
      readonly id: components['schemas']['WebhookEndpointId'];
      readonly url: string;
      readonly events: readonly components['schemas']['EventType'][];
      readonly description?: string;
      /** @enum {string} */
      readonly state: 'enabled' | 'disabled';
      /** @enum {string} */
      readonly disabledBecause?: 'owner' | 'gone';
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly updatedAt: string;
      /** @description Those that sign, newest first; the secret itself is told once */
      readonly secrets: readonly {
        /**
         * Format: date-time
         * @description RFC 3339 in UTC
         */
        readonly createdAt: string;
        /**
         * Format: date-time
         * @description RFC 3339 in UTC
         */
        readonly expiresAt?: string;
      }[];
    };
    readonly WebhookEndpointChange: {
      /** @description Public http or https; never redirected */
      readonly url?: string;
      /** @description What it listens to; all without it */
      readonly events?: readonly ('job.accepted' | 'job.started' | 'job.succeeded' | 'job.failed' | 'job.canceled')[];
      readonly description?: string;
      /** @enum {string} */
      readonly state?: 'enabled' | 'disabled';
    };
    readonly WebhookEndpointId: string;
    readonly WebhookEndpointList: {
      readonly endpoints: readonly components['schemas']['WebhookEndpoint'][];
    };
    readonly WebhookEndpointRequest: {
      /** @description Public http or https; never redirected */
      readonly url: string;
      /** @description What it listens to; all without it */
      readonly events?: readonly ('job.accepted' | 'job.started' | 'job.succeeded' | 'job.failed' | 'job.canceled')[];
      readonly description?: string;
    };
    readonly WebhookEndpointWithSecret: {
      readonly id: components['schemas']['WebhookEndpointId'];
      readonly url: string;
      readonly events: readonly components['schemas']['EventType'][];
      readonly description?: string;
      /** @enum {string} */
      readonly state: 'enabled' | 'disabled';
      /** @enum {string} */
      readonly disabledBecause?: 'owner' | 'gone';
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339 in UTC
       */
      readonly updatedAt: string;
      /** @description Those that sign, newest first; the secret itself is told once */
      readonly secrets: readonly {
        /**
         * Format: date-time
         * @description RFC 3339 in UTC
         */
        readonly createdAt: string;
        /**
         * Format: date-time
         * @description RFC 3339 in UTC
         */
        readonly expiresAt?: string;
      }[];
      /** @description Of Standard Webhooks; told this once */
      readonly secret: string;
    };
    readonly WebhookReplayRequest: {
      /**
       * Format: date-time
       * @description Deliveries made from this instant on
       */
      readonly from: string;
      /**
       * Format: date-time
       * @description And before this one
       */
      readonly to?: string;
      /**
       * @description Only such; without it all that ended
       * @enum {string}
       */
      readonly state?: 'delivered' | 'failed';
    };
    readonly WebhookReplayResult: {
      readonly replayed: number;
      /**
       * Format: date-time
       * @description A call makes 500 at most: call again with this as `to`
       */
      readonly next?: string;
    };
    readonly WebhookSecretRotation: {
      /** @description How long the old secret signs, too; a day without it */
      readonly overlapSeconds?: number;
    };
    readonly WebhookTestResult: {
      readonly isDelivered: boolean;
      readonly status?: number;
      readonly durationMs: number;
      readonly error?: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type AcceptedBatch = components['schemas']['AcceptedBatch'];
export type AcceptedJob = components['schemas']['AcceptedJob'];
export type Artifact = components['schemas']['Artifact'];
export type Asset = components['schemas']['Asset'];
export type AssetId = components['schemas']['AssetId'];
export type AssetPage = components['schemas']['AssetPage'];
export type AssetRequest = components['schemas']['AssetRequest'];
export type AssetUpload = components['schemas']['AssetUpload'];
export type Batch = components['schemas']['Batch'];
export type BatchId = components['schemas']['BatchId'];
export type BatchPage = components['schemas']['BatchPage'];
export type BatchRequest = components['schemas']['BatchRequest'];
export type BatchState = components['schemas']['BatchState'];
export type BatchSummary = components['schemas']['BatchSummary'];
export type Composition = components['schemas']['Composition'];
export type CompositionWithVariables = components['schemas']['CompositionWithVariables'];
export type DeletedResults = components['schemas']['DeletedResults'];
export type EventType = components['schemas']['EventType'];
export type Health = components['schemas']['Health'];
export type Import = components['schemas']['Import'];
export type Job = components['schemas']['Job'];
export type JobCost = components['schemas']['JobCost'];
export type JobError = components['schemas']['JobError'];
export type JobEvent = components['schemas']['JobEvent'];
export type JobId = components['schemas']['JobId'];
export type JobLinks = components['schemas']['JobLinks'];
export type JobPage = components['schemas']['JobPage'];
export type JobRequest = components['schemas']['JobRequest'];
export type JobState = components['schemas']['JobState'];
export type JobSummary = components['schemas']['JobSummary'];
export type JobWebhook = components['schemas']['JobWebhook'];
export type JobWebhookDeliveries = components['schemas']['JobWebhookDeliveries'];
export type JobWebhookDelivery = components['schemas']['JobWebhookDelivery'];
export type JsonValue = components['schemas']['JsonValue'];
export type Key = components['schemas']['Key'];
export type KeyChange = components['schemas']['KeyChange'];
export type KeyLimits = components['schemas']['KeyLimits'];
export type KeyList = components['schemas']['KeyList'];
export type KeyMode = components['schemas']['KeyMode'];
export type KeyRequest = components['schemas']['KeyRequest'];
export type KeyScope = components['schemas']['KeyScope'];
export type Lane = components['schemas']['Lane'];
export type Media = components['schemas']['Media'];
export type Metadata = components['schemas']['Metadata'];
export type NewKey = components['schemas']['NewKey'];
export type Output = components['schemas']['Output'];
export type Problem = components['schemas']['Problem'];
export type ProblemItem = components['schemas']['ProblemItem'];
export type Results = components['schemas']['Results'];
export type RowProblem = components['schemas']['RowProblem'];
export type TaskCounts = components['schemas']['TaskCounts'];
export type Template = components['schemas']['Template'];
export type TemplateId = components['schemas']['TemplateId'];
export type TemplateList = components['schemas']['TemplateList'];
export type TemplateRequest = components['schemas']['TemplateRequest'];
export type TemplateSummary = components['schemas']['TemplateSummary'];
export type Timeline = components['schemas']['Timeline'];
export type Usage = components['schemas']['Usage'];
export type UsageItem = components['schemas']['UsageItem'];
export type Validation = components['schemas']['Validation'];
export type Waiting = components['schemas']['Waiting'];
export type WebhookDelivery = components['schemas']['WebhookDelivery'];
export type WebhookDeliveryId = components['schemas']['WebhookDeliveryId'];
export type WebhookDeliveryPage = components['schemas']['WebhookDeliveryPage'];
export type WebhookEndpoint = components['schemas']['WebhookEndpoint'];
export type WebhookEndpointChange = components['schemas']['WebhookEndpointChange'];
export type WebhookEndpointId = components['schemas']['WebhookEndpointId'];
export type WebhookEndpointList = components['schemas']['WebhookEndpointList'];
export type WebhookEndpointRequest = components['schemas']['WebhookEndpointRequest'];
export type WebhookEndpointWithSecret = components['schemas']['WebhookEndpointWithSecret'];
export type WebhookReplayRequest = components['schemas']['WebhookReplayRequest'];
export type WebhookReplayResult = components['schemas']['WebhookReplayResult'];
export type WebhookSecretRotation = components['schemas']['WebhookSecretRotation'];
export type WebhookTestResult = components['schemas']['WebhookTestResult'];
export type $defs = Record<string, never>;
export interface operations {
  readonly listJobs: {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        readonly state?: readonly ('queued' | 'rendering' | 'succeeded' | 'failed' | 'canceled')[];
        readonly lane?: 'express' | 'standard' | 'bulk';
        readonly batch?: components['schemas']['BatchId'];
        readonly template?: components['schemas']['TemplateId'];
        readonly createdFrom?: string;
        readonly createdTo?: string;
        readonly metadata?: string;
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['JobPage'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly submitJob: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The same key with the same body gets the first reply again, for 72 h */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['JobRequest'];
      };
    };
    readonly responses: {
      /** @description Accepted */
      readonly 202: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Path of the job */
          readonly Location: string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['AcceptedJob'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong · The body is not JSON · The Idempotency-Key is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query' | 'malformed_json' | 'invalid_idempotency_key';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description The body is too large */
      readonly 413: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description The media type is not supported */
      readonly 415: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description The body is nested too deeply · The Idempotency-Key was used with another request · The job is not valid · The engine cannot do this */
      readonly 422: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'limit_depth' | 'idempotency_key_reused' | 'invalid_job' | 'unsupported_by_engine';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly validateJob: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['JobRequest'];
      };
    };
    readonly responses: {
      /** @description It would be accepted */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Validation'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong · The body is not JSON */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query' | 'malformed_json';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The body is too large */
      readonly 413: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description The media type is not supported */
      readonly 415: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description The body is nested too deeply · The job is not valid · The engine cannot do this */
      readonly 422: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'limit_depth' | 'invalid_job' | 'unsupported_by_engine';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly getJob: {
    readonly parameters: {
      readonly query?: {
        readonly wait?: number;
      };
      readonly header?: {
        /** @description The ETag that you have: 304 while nothing has changed */
        readonly 'If-None-Match'?: string;
      };
      readonly path: {
        readonly id: components['schemas']['JobId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The job */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Changes with everything that the job shows */
          readonly ETag: string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Job'];
        };
      };
      /** @description As you know it */
      readonly 304: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The same */
          readonly ETag: string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly deleteResults: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['JobId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Nobody gets them any more; the first deletion counts */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['DeletedResults'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The job has not ended */
      readonly 409: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'job_active';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly getJobEvents: {
    readonly parameters: {
      readonly query?: {
        readonly after?: number;
      };
      readonly header?: {
        /** @description `text/event-stream` for the stream */
        readonly Accept?: string;
        /** @description Of the stream: the id of the last event that you have */
        readonly 'Last-Event-ID'?: string;
      };
      readonly path: {
        readonly id: components['schemas']['JobId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The timeline */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Timeline'];
          readonly 'text/event-stream': string;
        };
      };
      /** @description Of the stream: the job has ended and you have its last event */
      readonly 204: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often · There are too many open streams */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited' | 'too_many_streams';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly cancelJob: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['JobId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It is canceled */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['JobSummary'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The job has succeeded · The job has failed */
      readonly 409: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'job_succeeded' | 'job_failed';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly retryJob: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The same key with the same body gets the first reply again, for 72 h */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path: {
        readonly id: components['schemas']['JobId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The child */
      readonly 202: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Path of the child */
          readonly Location: string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['AcceptedJob'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong · The Idempotency-Key is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query' | 'invalid_idempotency_key';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The job has succeeded · The job has not ended */
      readonly 409: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'job_succeeded' | 'job_active';
          };
        };
      };
      /** @description The Idempotency-Key was used with another request */
      readonly 422: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'idempotency_key_reused';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly getResults: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['JobId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The results; none of a job that did not succeed */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Results'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The job has not ended */
      readonly 409: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'job_active';
          };
        };
      };
      /** @description The results were deleted · The results have expired */
      readonly 410: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'results_deleted' | 'results_expired';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly getUsage: {
    readonly parameters: {
      readonly query?: {
        readonly from?: string;
        readonly to?: string;
        readonly groupBy?: 'day' | 'key' | 'lane';
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Jobs by the day on which they ended; test and live apart */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Usage'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly listBatches: {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['BatchPage'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly createBatch: {
    readonly parameters: {
      readonly query?: {
        readonly mode?: 'best-effort' | 'all-or-nothing';
        readonly templateId?: components['schemas']['TemplateId'];
        readonly templateVersion?: number;
        readonly engine?: string;
        readonly lane?: 'express' | 'standard' | 'bulk';
        readonly notBefore?: string;
        readonly deadline?: string;
      };
      readonly header?: {
        /** @description The same key with the same body gets the first reply again, for 72 h */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['BatchRequest'];
        readonly 'application/x-ndjson': string;
        readonly 'text/csv': string;
      };
    };
    readonly responses: {
      /** @description Its rows are submitted, or will be (all-or-nothing) */
      readonly 202: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Path of the batch */
          readonly Location: string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['AcceptedBatch'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong · The body is not JSON · The Idempotency-Key is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query' | 'malformed_json' | 'invalid_idempotency_key';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description The batch is being read */
      readonly 409: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'batch_in_progress';
          };
        };
      };
      /** @description The body is too large */
      readonly 413: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description The media type is not supported */
      readonly 415: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description The body is nested too deeply · The Idempotency-Key was used with another request · The batch is not valid · Rows of the batch are not valid */
      readonly 422: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'limit_depth' | 'idempotency_key_reused' | 'invalid_batch' | 'batch_rejected';
          };
        };
      };
      /** @description The key asks too often · There are too many batches on their way */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited' | 'too_many_batches';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable · The server is going away */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable' | 'draining';
          };
        };
      };
    };
  };
  readonly getBatch: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['BatchId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The batch */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Batch'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly getBatchResults: {
    readonly parameters: {
      readonly query?: {
        readonly format?: 'csv' | 'ndjson';
      };
      readonly header?: {
        /** @description `text/csv` or `application/x-ndjson` */
        readonly Accept?: string;
      };
      readonly path: {
        readonly id: components['schemas']['BatchId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A line a row, in order; a row that is missing was not read yet */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/x-ndjson': string;
          readonly 'text/csv': string;
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly cancelBatch: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['BatchId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It is being canceled, or was */
      readonly 202: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Batch'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly listAssets: {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page; an upload is as it was when it was last asked for alone */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['AssetPage'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly createAsset: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: {
        /** @description The same key with the same body gets the first reply again, for 72 h */
        readonly 'Idempotency-Key'?: string;
      };
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['AssetRequest'];
      };
    };
    readonly responses: {
      /** @description Send the bytes to `uploadUrl` within the hour */
      readonly 201: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['AssetUpload'];
        };
      };
      /** @description It is being fetched */
      readonly 202: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Path of the asset */
          readonly Location: string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Asset'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong · The body is not JSON · The Idempotency-Key is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query' | 'malformed_json' | 'invalid_idempotency_key';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description The body is too large */
      readonly 413: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description The media type is not supported */
      readonly 415: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description The body is nested too deeply · The Idempotency-Key was used with another request · The asset is not valid */
      readonly 422: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'limit_depth' | 'idempotency_key_reused' | 'invalid_asset';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly getAsset: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['AssetId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The asset */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Asset'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly deleteAsset: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['AssetId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It is gone */
      readonly 204: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The asset was changed meanwhile */
      readonly 409: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'asset_changed';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly listKeys: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The keys, oldest first */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['KeyList'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly createKey: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['KeyRequest'];
      };
    };
    readonly responses: {
      /** @description The key */
      readonly 201: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['NewKey'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong · The body is not JSON */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query' | 'malformed_json';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description The body is too large */
      readonly 413: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description The media type is not supported */
      readonly 415: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description The body is nested too deeply · The key is not valid */
      readonly 422: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'limit_depth' | 'invalid_key';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly revokeKey: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The key with its end; the first revocation counts */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Key'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly changeKey: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: string;
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['KeyChange'];
      };
    };
    readonly responses: {
      /** @description As it is now */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Key'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong · The body is not JSON */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query' | 'malformed_json';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key is revoked */
      readonly 409: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'key_revoked';
          };
        };
      };
      /** @description The body is too large */
      readonly 413: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description The media type is not supported */
      readonly 415: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description The body is nested too deeply · The key is not valid */
      readonly 422: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'limit_depth' | 'invalid_key';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly listTemplates: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All of them */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['TemplateList'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly createTemplate: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['TemplateRequest'];
      };
    };
    readonly responses: {
      /** @description Version 1 */
      readonly 201: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Path of the template */
          readonly Location: string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Template'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong · The body is not JSON */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query' | 'malformed_json';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description The body is too large */
      readonly 413: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description The media type is not supported */
      readonly 415: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description The body is nested too deeply · The template is not valid */
      readonly 422: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'limit_depth' | 'invalid_template';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly getTemplate: {
    readonly parameters: {
      readonly query?: {
        readonly version?: number;
      };
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['TemplateId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description One version of it */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Template'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly changeTemplate: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['TemplateId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['TemplateRequest'];
      };
    };
    readonly responses: {
      /** @description The new version */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Template'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong · The body is not JSON */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query' | 'malformed_json';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The template was changed meanwhile */
      readonly 409: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'template_changed';
          };
        };
      };
      /** @description The body is too large */
      readonly 413: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description The media type is not supported */
      readonly 415: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description The body is nested too deeply · The template is not valid */
      readonly 422: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'limit_depth' | 'invalid_template';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly deleteTemplate: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['TemplateId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It is gone */
      readonly 204: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly listWebhookEndpoints: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All of them */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['WebhookEndpointList'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly createWebhookEndpoint: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['WebhookEndpointRequest'];
      };
    };
    readonly responses: {
      /** @description Keep the secret */
      readonly 201: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Path of the endpoint */
          readonly Location: string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['WebhookEndpointWithSecret'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong · The body is not JSON */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query' | 'malformed_json';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There are too many webhook endpoints */
      readonly 409: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'webhook_limit';
          };
        };
      };
      /** @description The body is too large */
      readonly 413: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description The media type is not supported */
      readonly 415: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description The body is nested too deeply · The webhook request is not valid */
      readonly 422: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'limit_depth' | 'invalid_webhook';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly getWebhookEndpoint: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['WebhookEndpointId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The endpoint, without its secrets */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly deleteWebhookEndpoint: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['WebhookEndpointId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It is gone */
      readonly 204: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly changeWebhookEndpoint: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['WebhookEndpointId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['WebhookEndpointChange'];
      };
    };
    readonly responses: {
      /** @description As it is now */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong · The body is not JSON */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query' | 'malformed_json';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The endpoint was changed meanwhile */
      readonly 409: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'webhook_changed';
          };
        };
      };
      /** @description The body is too large */
      readonly 413: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description The media type is not supported */
      readonly 415: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description The body is nested too deeply · The webhook request is not valid */
      readonly 422: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'limit_depth' | 'invalid_webhook';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly rotateWebhookSecret: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['WebhookEndpointId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['WebhookSecretRotation'];
      };
    };
    readonly responses: {
      /** @description Keep the secret */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['WebhookEndpointWithSecret'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong · The body is not JSON */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query' | 'malformed_json';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The endpoint was changed meanwhile */
      readonly 409: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'webhook_changed';
          };
        };
      };
      /** @description The body is too large */
      readonly 413: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description The media type is not supported */
      readonly 415: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description The body is nested too deeply · The webhook request is not valid */
      readonly 422: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'limit_depth' | 'invalid_webhook';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly testWebhookEndpoint: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['WebhookEndpointId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description What came of it */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['WebhookTestResult'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly listWebhookDeliveries: {
    readonly parameters: {
      readonly query?: {
        readonly limit?: number;
        readonly state?: readonly ('pending' | 'delivered' | 'failed')[];
        readonly cursor?: string;
      };
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['WebhookEndpointId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A page */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['WebhookDeliveryPage'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly replayWebhookDelivery: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['WebhookEndpointId'];
        readonly delivery: components['schemas']['WebhookDeliveryId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description A delivery of its own, with the schedule of a new one */
      readonly 202: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['WebhookDelivery'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly replayWebhookRange: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['WebhookEndpointId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody: {
      readonly content: {
        readonly 'application/json': components['schemas']['WebhookReplayRequest'];
      };
    };
    readonly responses: {
      /** @description How many go out again */
      readonly 202: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['WebhookReplayResult'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong · The body is not JSON */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query' | 'malformed_json';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The body is too large */
      readonly 413: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'body_too_large';
          };
        };
      };
      /** @description The media type is not supported */
      readonly 415: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unsupported_media_type';
          };
        };
      };
      /** @description The body is nested too deeply · The webhook request is not valid */
      readonly 422: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'limit_depth' | 'invalid_webhook';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly listJobWebhookDeliveries: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['JobId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description All of it */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['JobWebhookDeliveries'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly replayJobWebhookDelivery: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path: {
        readonly id: components['schemas']['JobId'];
        readonly delivery: components['schemas']['WebhookDeliveryId'];
      };
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The delivery, with the schedule of a new one */
      readonly 202: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['JobWebhookDelivery'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description A valid API key is needed */
      readonly 401: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'unauthorized';
          };
        };
      };
      /** @description The key may not do this */
      readonly 403: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'forbidden';
          };
        };
      };
      /** @description There is no such thing */
      readonly 404: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'not_found';
          };
        };
      };
      /** @description The endpoint was changed meanwhile */
      readonly 409: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'webhook_changed';
          };
        };
      };
      /** @description The key asks too often */
      readonly 429: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'rate_limited';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          /** @description The limit, `q` requests in `w` seconds; absent without one */
          readonly 'RateLimit-Policy'?: string;
          /** @description `r` requests are left, all of them again in `t` seconds */
          readonly RateLimit?: string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly getOpenApi: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description The document */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': {
            readonly openapi: string;
          } & {
            readonly [key: string]: unknown;
          };
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly getLiveness: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description It runs */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Health'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable';
          };
        };
      };
    };
  };
  readonly getReadiness: {
    readonly parameters: {
      readonly query?: never;
      readonly header?: never;
      readonly path?: never;
      readonly cookie?: never;
    };
    readonly requestBody?: never;
    readonly responses: {
      /** @description Jobs can be accepted */
      readonly 200: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/json': components['schemas']['Health'];
        };
      };
      /** @description The request could not be read · A query parameter is wrong */
      readonly 400: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'malformed_request' | 'invalid_query';
          };
        };
      };
      /** @description The server has a bug */
      readonly 500: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'internal';
          };
        };
      };
      /** @description A dependency is unavailable · The server is going away */
      readonly 503: {
        headers: {
          /** @description Of the request, or the server's own; stands in its log */
          readonly 'X-Request-Id': string;
          /** @description Seconds to wait */
          readonly 'Retry-After': string;
          readonly [name: string]: unknown;
        };
        content: {
          readonly 'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            readonly code?: 'dependency_unavailable' | 'draining';
          };
        };
      };
    };
  };
}
