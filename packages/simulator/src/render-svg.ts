/** A Vega-Lite figure as SVG, in the one style of all figures. Nothing is fetched. */
import { type Config, parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

const CONFIG: Config = {
  background: '#ffffff',
  axis: { labelFontSize: 11, titleFontSize: 12, gridColor: '#eceff2' },
  title: { fontSize: 14, anchor: 'start', subtitleFontSize: 11 },
};

export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  const { spec: compiled } = compile({ ...spec, config: CONFIG } as TopLevelSpec);
  const view = new View(parse(compiled), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
