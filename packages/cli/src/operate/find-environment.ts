/** The environments that a command may name. */
import { dev, type Environment, prod, rehearsal } from '@reelyard/environments';
import { CommandError, EXIT } from '../exit-code.ts';

const environments: readonly Environment[] = [dev, prod, rehearsal];

/** @throws CommandError `usage` that lists the environments there are */
export function getEnvironment(name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found) return found;
  const known = environments.map((environment) => environment.name).join(', ');
  throw new CommandError(EXIT.usage, `there is no environment ${name}; there are ${known} (environments/src)`);
}
