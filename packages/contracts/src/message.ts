/** A doorbell: it says that a task may be waiting, and nothing else. No fact lives only in a message. */
import { z } from 'zod';

export const doorbellSchema = z.object({
  v: z.literal(1),
  tenant: z.string().min(1),
  job: z.string().min(1),
  task: z.number().int().nonnegative(),
});
export type Doorbell = z.infer<typeof doorbellSchema>;

/** Body on the `events` queue: a terminal or other event was committed. */
export const eventDoorbellSchema = z.object({ v: z.literal(1), tenant: z.string(), job: z.string() });
export type EventDoorbell = z.infer<typeof eventDoorbellSchema>;
