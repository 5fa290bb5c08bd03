/** Containers run as nobody in particular and write nothing to their own disk. */
import { ofType, type Rule } from './rule.ts';

interface Container {
  user?: string;
  readonlyRootFilesystem?: boolean;
  privileged?: boolean;
}

export const containers: Rule = {
  name: 'containers',
  check: (tree) =>
    ofType(tree, 'aws_ecs_task_definition')
      .filter(({ attributes }) => !parse(attributes['container_definitions']).every(isHarmless))
      .map(({ address }) => ({
        address,
        message: 'has a container that is root, privileged or writes to its root — set user, readonlyRootFilesystem',
      })),
};

function parse(text: unknown): Container[] {
  return typeof text === 'string' ? (JSON.parse(text) as Container[]) : [];
}

function isHarmless({ user = 'root', readonlyRootFilesystem, privileged }: Container): boolean {
  return !/^(root|0)(:|$)/.test(user) && readonlyRootFilesystem === true && privileged !== true;
}
