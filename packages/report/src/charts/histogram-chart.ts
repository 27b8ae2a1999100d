import type { Chart } from "../blocks.ts";
import {
  type ChartFacts,
  type ChartField,
  type ChartRow,
  chartWidth,
  quantitative,
  vegaLiteChart,
} from "./chart-parts.ts";
import { type Facet, facets } from "./facets.ts";

export interface HistogramChartOptions extends ChartFacts {
  /** One row a bin, counted already. */
  readonly data: readonly ChartRow[];
  readonly from: ChartField;
  readonly to: string;
  readonly count: ChartField;
  readonly facet?: Facet;
}

export function histogramChart(options: HistogramChartOptions): Chart {
  const { facet, data } = options;
  return vegaLiteChart(
    options,
    data,
    facets(facet, data, {
      width: facet === undefined ? chartWidth : 200,
      height: facet === undefined ? 240 : 160,
      mark: { type: "bar", binSpacing: 1 },
      encoding: {
        x: quantitative(options.from, { bin: { binned: true } }),
        x2: { field: options.to },
        y: quantitative(options.count),
      },
    }),
  );
}
