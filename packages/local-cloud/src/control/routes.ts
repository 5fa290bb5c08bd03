/**
 * The control door: `/_local/…` is not AWS but the tests', the chaos runs' and the operator's way in.
 *
 * Invariant: an exact path wins over a prefix, and a longer prefix over a shorter one. A route ending in `/*`
 * answers everything below it; the rest of the path arrives percent-decoded in `rest`.
 */
export interface ControlRequest {
  method: string;
  path: string;
  /** What followed the `/*` of the route, percent-decoded; empty for exact routes. */
  rest: string;
  query: URLSearchParams;
  /** The JSON body, or undefined when there was none. */
  body: unknown;
}

export interface ControlReply {
  status: number;
  body?: unknown;
}

export type ControlHandler = (request: ControlRequest) => ControlReply | Promise<ControlReply>;

interface Route {
  path: string;
  isPrefix: boolean;
  handlers: Map<string, ControlHandler>;
}

export class ControlRoutes {
  readonly #routes = new Map<string, Route>();

  /** @param path such as `/_local/faults` or `/_local/faults/*`; registering the same method and path again replaces it. */
  register(method: string, path: string, handler: ControlHandler): void {
    const isPrefix = path.endsWith('/*');
    const route = this.#routes.get(path) ?? {
      path: isPrefix ? path.slice(0, -1) : path,
      isPrefix,
      handlers: new Map<string, ControlHandler>(),
    };
    route.handlers.set(method, handler);
    this.#routes.set(path, route);
  }

  /** Never throws: a bad request becomes 400, a bug in a handler 500. */
  async handle(method: string, path: string, query: URLSearchParams, rawBody: Buffer): Promise<ControlReply> {
    const route = this.#find(path);
    if (!route) return { status: 404, body: { error: `no control route ${path}` } };
    const handler = route.handlers.get(method);
    if (!handler) return { status: 405, body: { error: `${path} answers ${[...route.handlers.keys()].join(', ')}` } };
    let body: unknown;
    let rest: string;
    try {
      body = rawBody.length === 0 ? undefined : JSON.parse(rawBody.toString('utf8'));
      rest = route.isPrefix ? decodeURIComponent(path.slice(route.path.length)) : '';
    } catch {
      return { status: 400, body: { error: 'the body is not JSON or the path is not well encoded' } };
    }
    try {
      return await handler({ method, path, rest, query, body });
    } catch (error) {
      return { status: 500, body: { error: error instanceof Error ? error.message : String(error) } };
    }
  }

  #find(path: string): Route | undefined {
    const exact = this.#routes.get(path);
    if (exact && !exact.isPrefix) return exact;
    let best: Route | undefined;
    for (const route of this.#routes.values()) {
      if (!route.isPrefix || !path.startsWith(route.path)) continue;
      if (!best || route.path.length > best.path.length) best = route;
    }
    return best;
  }
}
