/**
 * Figures as SVG, by Vega-Lite: one run over time, or several policies by cost and objective. Invariant: the same figures give the same
 * picture; nothing is fetched.
 */
import { type Farm } from './farm.ts';
import { type History } from './kernel/kernel.ts';
import { renderSvg } from './render-svg.ts';
import { type Summary } from './summary.ts';
import { sampleRun, sampleWaits } from './timeline.ts';

const STEPS = 1_000;
const WAITS = 1_500;
const WIDTH = 960;

/** Told apart without color too: areas and a line above, dots and a dashed line below. */
const COLORS = { machines: '#c8d3df', booting: '#e8b04a', busy: '#3b6ea5', waiting: '#b4362f' } as const;

const LEGEND = ['machines', 'busy', 'booting'] as const;

export function plotRun(title: string, history: History, farm: Farm): Promise<string> {
  const hours = (at: number): number => at / 3_600;
  const samples = sampleRun(history, STEPS).map(({ at, ...counts }) => ({ hour: hours(at), ...counts }));
  const waits = sampleWaits(history, WAITS).map(({ at, waitSeconds }) => ({ hour: hours(at), waitSeconds }));
  const hour = { field: 'hour', type: 'quantitative' as const, title: 'hours since the start' };
  const layer = (name: keyof typeof COLORS, mark: 'area' | 'line') => ({
    transform: [{ calculate: `'${name}'`, as: 'what' }],
    mark: { type: mark, interpolate: 'step-after' as const, ...(mark === 'line' ? { strokeWidth: 1 } : {}) },
    encoding: {
      x: hour,
      y: { field: name, type: 'quantitative' as const, title: 'machines' },
      color: {
        field: 'what',
        type: 'nominal' as const,
        title: null,
        scale: { domain: [...LEGEND], range: LEGEND.map((each) => COLORS[each]) },
      },
    },
  });
  const objective = { values: [{ objective: farm.objectiveSeconds.standard }] };
  return renderSvg({
    title: { text: title },
    vconcat: [
      {
        width: WIDTH,
        height: 220,
        data: { values: samples },
        layer: [layer('machines', 'area'), layer('busy', 'area'), layer('booting', 'line')],
      },
      {
        width: WIDTH,
        height: 110,
        data: { values: samples },
        layer: [{ ...layer('waiting', 'area'), encoding: waitingEncoding(hour) }],
      },
      {
        width: WIDTH,
        height: 140,
        layer: [
          {
            data: { values: waits },
            mark: { type: 'circle', size: 6, opacity: 0.5, color: COLORS.busy },
            encoding: { x: hour, y: { field: 'waitSeconds', type: 'quantitative', title: 'wait, seconds' } },
          },
          {
            data: objective,
            mark: { type: 'rule', strokeDash: [6, 4], color: COLORS.waiting },
            encoding: { y: { field: 'objective', type: 'quantitative' } },
          },
        ],
      },
    ],
  });
}

function waitingEncoding(hour: { field: string; type: 'quantitative'; title: string }) {
  return {
    x: hour,
    y: { field: 'waiting', type: 'quantitative' as const, title: 'tasks waiting' },
    color: { value: COLORS.waiting },
  };
}

/** Down and to the right is better: fewer instance hours, more starts in time. */
export function plotPolicies(title: string, summaries: readonly Summary[]): Promise<string> {
  const values = summaries.map(({ policy, instanceHours, attainment }) => ({
    policy,
    hours: instanceHours.mean,
    hoursLow: instanceHours.low ?? instanceHours.mean,
    hoursHigh: instanceHours.high ?? instanceHours.mean,
    share: 100 * attainment.mean,
    shareLow: 100 * (attainment.low ?? attainment.mean),
    shareHigh: Math.min(100, 100 * (attainment.high ?? attainment.mean)),
    isOurs: policy === 'reelyard',
  }));
  const share = { field: 'share', type: 'quantitative' as const, scale: { zero: false } };
  const x = { ...share, title: 'started within the objective, %' };
  const y = { field: 'hours', type: 'quantitative' as const, title: 'instance hours' };
  const color = { condition: { test: 'datum.isOurs', value: COLORS.waiting }, value: COLORS.busy };
  return renderSvg({
    title: { text: title },
    width: WIDTH * 0.75,
    height: 420,
    data: { values },
    layer: [
      { mark: { type: 'rule' }, encoding: { x, y: { ...y, field: 'hoursLow' }, y2: { field: 'hoursHigh' }, color } },
      { mark: { type: 'rule' }, encoding: { y, x: { ...x, field: 'shareLow' }, x2: { field: 'shareHigh' }, color } },
      { mark: { type: 'point', filled: true, size: 70 }, encoding: { x, y, color } },
      {
        mark: { type: 'text', align: 'left', dx: 8, dy: -6, fontSize: 11 },
        encoding: { x, y, text: { field: 'policy', type: 'nominal' } },
      },
    ],
  });
}
