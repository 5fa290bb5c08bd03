/** A view for tests: that of an environment, with ids as AWS gives them. */
import { type Environment } from '@reelyard/environments';
import { namesOf } from '../names.ts';
import { type FarmView } from './view.ts';
import { viewOf } from './view-of.ts';

export function aView(environment: Environment): FarmView {
  const names = namesOf(environment, '123456789012');
  return viewOf(environment, names, {
    loadBalancer: `app/${names.loadBalancer}/50dc6c495c0c9188`,
    targetGroup: `targetgroup/${names.targetGroup}/73e2d6bc24d8a067`,
  });
}
