import type { Chart } from "../blocks.ts";
import {
  type ChartFacts,
  type ChartField,
  type ChartRow,
  chartWidth,
  quantitative,
  vegaLiteChart,
} from "./chart-parts.ts";

export interface HistogramChartOptions extends ChartFacts {
  /** One row a bin, counted already. */
  readonly data: readonly ChartRow[];
  readonly from: ChartField;
  readonly to: string;
  readonly count: ChartField;
}

export function histogramChart(options: HistogramChartOptions): Chart {
  return vegaLiteChart(options, options.data, {
    width: chartWidth,
    height: 240,
    mark: { type: "bar", binSpacing: 1 },
    encoding: {
      x: quantitative(options.from, { bin: { binned: true } }),
      x2: { field: options.to },
      y: quantitative(options.count),
    },
  });
}
