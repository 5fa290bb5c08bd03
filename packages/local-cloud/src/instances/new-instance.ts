/** An instance as it begins: what was asked for, names and addresses of its own, and nothing running yet. */
import { randomBytes } from 'node:crypto';
import { type Instance, type LaunchSpec } from './instance.ts';

/** @param defaults now, wall clock ms; `bootMs` holds unless the tag `reelyard:boot-ms` says otherwise. */
export function newInstance(spec: LaunchSpec, defaults: { now: number; bootMs: number }): Instance {
  const id = `i-0${randomBytes(8).toString('hex')}`;
  const [high = 0, low = 0] = randomBytes(2);
  const tagged = Number(spec.tags['reelyard:boot-ms']);
  const { profileArn, ...rest } = spec;
  const role = profileArn?.split('/').at(-1);
  return {
    ...rest,
    tags: { ...spec.tags },
    ...(profileArn === undefined || role === undefined ? {} : { profileArn, role }),
    id,
    state: 'pending',
    guest: 'off',
    subnetId: spec.subnetId ?? 'subnet-00000000000000000',
    privateIp: `10.0.${high}.${low}`,
    launchedAt: defaults.now,
    bootMs: Number.isFinite(tagged) ? tagged : defaults.bootMs,
    hasRunUserData: false,
    isFrozen: false,
    imdsPort: 0,
    services: {},
  };
}
