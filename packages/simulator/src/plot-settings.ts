/** Settings of a farm by what they cost and what they promise, as SVG: down and to the right is better. */
import { renderSvg } from './render-svg.ts';

export interface PlottedSetting {
  /** Beside its point. */
  name: string;
  /** Points of one group share color and shape. */
  group: string;
  dollarsAMonth: number;
  /** Share that started within the objective. */
  attainment: number;
  isToday: boolean;
}

/** @param promise share that shall start within the objective: the dashed line */
export function plotSettings(title: string, settings: readonly PlottedSetting[], promise: number): Promise<string> {
  const values = settings.map(({ attainment, ...rest }) => ({ ...rest, percent: 100 * attainment }));
  const percent = { field: 'percent', type: 'quantitative' as const, scale: { zero: false, nice: true } };
  const x = { ...percent, title: 'started within the objective, %' };
  const y = { field: 'dollarsAMonth', type: 'quantitative' as const, title: 'dollars a month' };
  const group = { field: 'group', type: 'nominal' as const, title: null };
  return renderSvg({
    title: { text: title, subtitle: 'ringed: today; dashed: the promise' },
    width: 720,
    height: 420,
    data: { values },
    layer: [
      {
        data: { values: [{ promise: 100 * promise }] },
        mark: { type: 'rule', strokeDash: [6, 4], color: '#b4362f' },
        encoding: { x: { field: 'promise', type: 'quantitative' } },
      },
      {
        transform: [{ filter: 'datum.isToday' }],
        mark: { type: 'point', size: 320, color: '#b4362f', strokeWidth: 2 },
        encoding: { x, y },
      },
      { mark: { type: 'point', filled: true, size: 70 }, encoding: { x, y, color: group, shape: group } },
      {
        mark: { type: 'text', align: 'right', dx: -9, dy: -6, fontSize: 11 },
        encoding: { x, y, text: { field: 'name', type: 'nominal' } },
      },
    ],
  });
}
