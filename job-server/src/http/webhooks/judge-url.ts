/** Whether the farm would call an address, by its shape: a client learns it when it hands it in, not from a delivery that fails. */
import { type AddressGuard } from '@reelyard/runtime';
import { type Reply, problem } from '../reply.ts';

/** A refusal, or undefined when the address is fine. */
export function judgeUrl(url: string | undefined, guard: Pick<AddressGuard, 'check'>): Reply | undefined {
  const check = url === undefined ? undefined : guard.check(url);
  if (check?.kind !== 'refused') return undefined;
  const code = check.code === 'invalid' ? 'webhook_address_invalid' : 'webhook_address_blocked';
  const errors = [{ pointer: '/url', code, detail: check.detail }];
  return problem('invalid_webhook', `/url ${check.detail}`, { errors });
}
