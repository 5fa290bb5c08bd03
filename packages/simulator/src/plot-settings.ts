/** Settings of a farm by what they cost and how long they let wait, as SVG: down and to the left is better. */
import { renderSvg } from './render-svg.ts';

export interface PlottedSetting {
  /** Beside its point. */
  name: string;
  /** Points of one group share color and shape. */
  group: string;
  dollarsAMonth: number;
  waitP95Seconds: number;
  /** Share that started within the objective. */
  attainment: number;
  isToday: boolean;
}

const RING = '#b4362f';

/** @param promise share that shall start within the objective: what starts less is hollow */
export function plotSettings(title: string, settings: readonly PlottedSetting[], promise: number): Promise<string> {
  const values = settings.map((setting) => ({ ...setting, isKept: setting.attainment >= promise }));
  const x = { field: 'waitP95Seconds', type: 'quantitative' as const, title: 'wait, 95th percentile, seconds' };
  const y = { field: 'dollarsAMonth', type: 'quantitative' as const, title: 'dollars a month' };
  const legend = { labelLimit: 0, symbolFillColor: 'transparent' };
  const group = { field: 'group', type: 'nominal' as const, title: null, legend };
  const point = { type: 'point' as const, size: 70 };
  return renderSvg({
    title: { text: title, subtitle: `ringed: today; hollow: less than ${100 * promise} % in objective` },
    width: 720,
    height: 420,
    data: { values },
    layer: [
      {
        transform: [{ filter: 'datum.isToday' }],
        mark: { type: 'point', size: 320, color: RING, strokeWidth: 2 },
        encoding: { x, y },
      },
      { transform: [{ filter: '!datum.isKept' }], mark: point, encoding: { x, y, color: group, shape: group } },
      {
        transform: [{ filter: 'datum.isKept' }],
        mark: { ...point, filled: true },
        encoding: { x, y, color: group, shape: group },
      },
      {
        mark: { type: 'text', align: 'left', dx: 9, dy: -6, fontSize: 11 },
        encoding: { x, y, text: { field: 'name', type: 'nominal' } },
      },
    ],
  });
}
