/** Fetching what clients named. */
export { type Fetched, type FetchFailure, type FetchLimits, type FetchWebOptions, fetchWeb } from './fetch-web.ts';
export { withoutQuery } from './without-query.ts';
