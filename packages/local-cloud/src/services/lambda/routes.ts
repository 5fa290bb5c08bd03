/** Lambda's REST paths → operation and its path parameter. Source: the service's API reference. */
export interface RoutedCall {
  operation: string;
  /** Function name (an ARN is cut to its name) or mapping id. */
  id: string;
}

const routes: [method: string, pattern: RegExp, operation: string][] = [
  ['POST', /^\/2015-03-31\/functions\/?$/, 'CreateFunction'],
  ['GET', /^\/2015-03-31\/functions\/?$/, 'ListFunctions'],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)$/, 'GetFunction'],
  ['DELETE', /^\/2015-03-31\/functions\/([^/]+)$/, 'DeleteFunction'],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)\/configuration$/, 'GetFunctionConfiguration'],
  ['PUT', /^\/2015-03-31\/functions\/([^/]+)\/configuration$/, 'UpdateFunctionConfiguration'],
  ['PUT', /^\/2015-03-31\/functions\/([^/]+)\/code$/, 'UpdateFunctionCode'],
  ['POST', /^\/2015-03-31\/functions\/([^/]+)\/invocations$/, 'Invoke'],
  ['POST', /^\/2015-03-31\/functions\/([^/]+)\/policy$/, 'AddPermission'],
  ['PUT', /^\/2017-10-31\/functions\/([^/]+)\/concurrency$/, 'PutFunctionConcurrency'],
  ['POST', /^\/2015-03-31\/event-source-mappings\/?$/, 'CreateEventSourceMapping'],
  ['GET', /^\/2015-03-31\/event-source-mappings\/?$/, 'ListEventSourceMappings'],
  ['GET', /^\/2015-03-31\/event-source-mappings\/([^/]+)$/, 'GetEventSourceMapping'],
  ['DELETE', /^\/2015-03-31\/event-source-mappings\/([^/]+)$/, 'DeleteEventSourceMapping'],
];

export function routeCall(method: string, path: string): RoutedCall | undefined {
  for (const [wanted, pattern, operation] of routes) {
    const match = method === wanted ? pattern.exec(path) : null;
    if (match) return { operation, id: functionName(decodeURIComponent(match[1] ?? '')) };
  }
  return undefined;
}

/** `arn:aws:lambda:r:a:function:NAME[:QUALIFIER]`, `NAME:QUALIFIER` or `NAME` → NAME. */
export function functionName(id: string): string {
  const parts = id.split(':');
  return (id.startsWith('arn:') ? parts[6] : parts[0]) ?? id;
}
