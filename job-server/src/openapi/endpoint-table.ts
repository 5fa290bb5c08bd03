/** The table of endpoints of docs/reference/api.md, a line each. */
import { type Operation, nameOf } from '../http/operation.ts';

export const endpointTable = (operations: readonly Operation[]): string[] =>
  operations.map((spec) => {
    const replies = Object.entries(spec.replies).map(([status, { headers = {} }]) =>
      [status, ...Object.keys(headers).map((name) => `\`${name}\``)].join(' '),
    );
    const key = spec.access === 'open' ? 'none' : spec.access;
    return `| \`${nameOf(spec)}\` | ${key} | ${spec.summary} | ${replies.join(', ')} |`;
  });
