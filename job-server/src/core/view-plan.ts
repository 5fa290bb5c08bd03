/** A job that could be accepted, as its dry run shows it. */
import { type PlannedTask, compositionLength, ticksPerSecond } from '@reelyard/contracts';
import { type SubmitPlan } from './decide-submit.ts';
import { planning } from './plan-tasks.ts';

export function viewPlan({
  lane,
  engine,
  notBefore,
  deadlineAt,
  composition,
  tasks,
}: SubmitPlan): Record<string, unknown> {
  const length = composition === undefined ? undefined : compositionLength(composition.canonical);
  const renders = tasks.filter(({ kind }) => kind === 'render');
  return {
    lane,
    engine: engine.name,
    notBefore: new Date(notBefore).toISOString(),
    deadline: new Date(deadlineAt).toISOString(),
    ...(composition === undefined ? {} : { composition: composition.canonical }),
    lengthSeconds: length === undefined ? null : length / ticksPerSecond,
    tasks: { render: renders.length, assemble: tasks.length - renders.length },
    estimate: {
      frames: renders.reduce((sum, { features }) => sum + features.frames, 0),
      renderSeconds: Math.round(renders.reduce((sum, task) => sum + secondsOf(task), 0) * 10) / 10,
    },
  };
}

const secondsOf = ({ features: { frames, pixels } }: PlannedTask): number => frames * pixels * planning.secondsPerPixel;
