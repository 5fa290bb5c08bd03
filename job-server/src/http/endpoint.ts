/** An operation with the route that does it. A new one is a file that exports an endpoint, and a line in `endpoints.ts`. */
import { type z } from 'zod';
import { type Call, type Route } from './call.ts';
import { type EndpointPorts } from './endpoint-ports.ts';
import { type Served } from './measure-submit.ts';
import { type Operation, type QueryShape, operation } from './operation.ts';
import { type Reply } from './reply.ts';

export interface Endpoint {
  readonly operation: Operation;
  readonly make: (ports: EndpointPorts) => Route;
  /** Hears of every answer. */
  readonly measure?: (ports: EndpointPorts) => (served: Served) => void;
}

export type QueryOf<Q extends QueryShape> = z.output<z.ZodObject<Q>>;

/** A call whose query is of this operation. */
export interface CallOf<Q extends QueryShape> extends Call {
  readonly query: QueryOf<Q>;
}

export function endpoint<Q extends QueryShape>(
  declared: Operation<Q>,
  make: (ports: EndpointPorts) => (call: CallOf<Q>) => Promise<Reply>,
  extras: Pick<Endpoint, 'measure'> = {},
): Endpoint {
  const checked: Operation = operation(declared);
  // The shell parses the query by this very declaration before it calls the route.
  return { operation: checked, make: make as Endpoint['make'], ...extras };
}
