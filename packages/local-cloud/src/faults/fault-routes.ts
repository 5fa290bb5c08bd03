/** `POST /_local/faults` (one rule or an array), `GET /_local/faults`, `DELETE /_local/faults[/id]`. */
import { type ControlReply, type ControlRoutes } from '../control/routes.ts';
import { type Faults } from './faults.ts';
import { type FaultRule, parseRule } from './rule.ts';

export function faultRoutes(control: ControlRoutes, faults: Faults): void {
  let made = 0;
  const freshId = () => `fault-${(made += 1)}`;
  control.register('GET', '/_local/faults', () => ({ status: 200, body: { rules: faults.list() } }));
  control.register('POST', '/_local/faults', ({ body }) => addRules(faults, body, freshId));
  control.register('DELETE', '/_local/faults', () => {
    faults.clear();
    return { status: 200, body: {} };
  });
  control.register('DELETE', '/_local/faults/*', ({ rest }) =>
    faults.remove(rest) ? { status: 200, body: {} } : { status: 404, body: { error: `no rule ${rest}` } },
  );
}

/** All rules or none: the first bad one refuses the request. */
function addRules(faults: Faults, body: unknown, freshId: () => string): ControlReply {
  const given: unknown[] = Array.isArray(body) ? body : [body];
  const rules: FaultRule[] = [];
  for (const value of given) {
    const rule = parseRule(value, freshId);
    if (typeof rule === 'string') return { status: 400, body: { error: rule } };
    rules.push(rule);
  }
  for (const rule of rules) faults.add(rule);
  return { status: 201, body: { ids: rules.map(({ id }) => id) } };
}
