/** Which operation a call names, by the protocol of its service; of REST the service itself knows. */
import { type Service } from '../service.ts';
import { type WireRequest } from './wire-request.ts';

export function readAction(request: WireRequest, service: Service): string {
  switch (service.protocol) {
    case 'json-1.0':
    case 'json-1.1': {
      const target = request.raw.headers['x-amz-target'];
      if (typeof target === 'string') return target.slice(target.lastIndexOf('.') + 1);
      // rpc-v2-cbor: /service/<service>/operation/<operation>
      return request.path.includes('/operation/') ? request.path.slice(request.path.lastIndexOf('/') + 1) : '';
    }
    case 'query-xml':
      return new URLSearchParams(request.body.toString('utf8')).get('Action') ?? request.query.get('Action') ?? '';
    case 'rest-xml':
    case 'rest-json':
      return service.operationOf?.(request) ?? '';
  }
}
