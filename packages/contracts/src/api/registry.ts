/**
 * Names of the schemas that the API's document publishes. Invariant: a name is given once, and a schema with a name is published under
 * `#/components/schemas/<name>` wherever it is used.
 */
import { z } from 'zod';

export const apiSchemas = z.registry<{ id: string }>();
