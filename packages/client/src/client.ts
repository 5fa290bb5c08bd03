/** The client of a farm: a method for each operation, the two ways to follow a job, and one to wait for an asset. Holds no state but its options. */
import { followEvents, type FollowOptions, type JobNews } from './follow-events.ts';
import { type Asset, type Job } from './generated/api-types.ts';
import { createMethods } from './methods.ts';
import { type Methods } from './operation-types.ts';
import { type TransportOptions, createTransport, pause } from './transport.ts';
import { waitFor, type WaitOptions } from './wait-for.ts';
import { waitForAsset, type WaitForAssetOptions } from './wait-for-asset.ts';

export type ClientOptions = TransportOptions;

export interface Client extends Methods {
  /** The job as it ended, succeeded or not. By long poll. */
  waitFor(job: string | { readonly id: string }, options?: WaitOptions): Promise<Job>;
  /** The asset as soon as the farm is done fetching it, `ready` or `failed`: until then a submit that names it is refused. */
  waitForAsset(asset: string | { readonly id: string }, options?: WaitForAssetOptions): Promise<Asset>;
  /** Events once each, in order, and progress between them, until the job has ended. By SSE; broken connections are resumed. */
  events(job: string | { readonly id: string }, options?: FollowOptions): AsyncGenerator<JobNews, void, undefined>;
}

const usualRetries = 4;

/** @throws TypeError when the address is none, or the key is empty */
export function createClient(options: ClientOptions): Client {
  if (!/^https?:$/.test(new URL(options.url).protocol)) throw new TypeError(`url: ${options.url} is not http or https`);
  if (options.key === '') throw new TypeError('key: must not be empty');
  const send = createTransport(options);
  const methods = createMethods(send);
  const { sleep = pause, random = Math.random, now = Date.now, retries = usualRetries } = options;
  return {
    ...methods,
    waitFor: (job, wanted = {}) => waitFor(job, wanted, { getJob: methods.getJob, sleep, now }),
    waitForAsset: (asset, wanted = {}) => waitForAsset(asset, wanted, { getAsset: methods.getAsset, sleep, now }),
    events: (job, wanted = {}) => followEvents(job, wanted, { send, sleep, random, retries }),
  };
}
