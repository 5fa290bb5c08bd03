/** Values that many requests and replies share. */
import { z } from 'zod';
import { EVENT_TYPES, JOB_STATES, LANES } from '../vocabulary.ts';
import { apiSchemas } from './registry.ts';

/** What the farm writes: RFC 3339 in UTC. */
export const apiInstant = z.iso.datetime().describe('RFC 3339 in UTC');
/** What clients may write: any offset. */
export const apiInstantInput = z.iso.datetime({ offset: true }).describe('RFC 3339');

/** A prefixed ULID. */
export const idOf = (prefix: string): z.ZodString => z.string().regex(new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`));

export const apiJobId = idOf('job').register(apiSchemas, { id: 'JobId' });
export const apiLane = z.enum(LANES).describe('Priority, highest first').register(apiSchemas, { id: 'Lane' });
export const apiJobState = z.enum(JOB_STATES).register(apiSchemas, { id: 'JobState' });
export const apiEventType = z
  .enum(EVENT_TYPES)
  .meta({ description: 'More may come: leave out what you do not know', 'x-open': true })
  .register(apiSchemas, { id: 'EventType' });
export const apiMetadata = z
  .record(z.string().max(64), z.string().max(512))
  .describe("Texts of the client's own, up to 50")
  .register(apiSchemas, { id: 'Metadata' });
/** Opaque; belongs to one list with its filters. */
export const apiCursor = z.string().describe('Where the next page begins; absent on the last one');
