import type { Chart } from "../blocks.ts";
import {
  type ChartFacts,
  type ChartField,
  type ChartRow,
  chartWidth,
  colourBy,
  heightFor,
  nominal,
  quantitative,
  valuesOf,
  vegaLiteChart,
} from "./chart-parts.ts";
import { ink, paper } from "./chart-theme.ts";

export interface BoxSummaryOptions extends ChartFacts {
  /** One row a box, with quantiles that are computed already. */
  readonly data: readonly ChartRow[];
  readonly category: ChartField;
  readonly low: string;
  readonly lowerQuartile: string;
  readonly median: ChartField;
  readonly upperQuartile: string;
  readonly high: string;
  readonly group?: ChartField;
  readonly groupOrder?: readonly string[];
  readonly order?: readonly string[];
}

/** Boxes from computed quantiles: the raw values stay where they are. */
export function boxSummary(options: BoxSummaryOptions): Chart {
  const { data, category, median, group } = options;
  const domain = options.order ?? valuesOf(data, category.field);
  const groups = group === undefined ? [] : (options.groupOrder ?? valuesOf(data, group.field));
  const place = {
    y: nominal(category, domain, { axis: { title: null } }),
    ...(group === undefined ? {} : { yOffset: nominal(group, groups), color: colourBy(group, groups) }),
  };
  const from = (field: string) => quantitative({ ...median, field }, { scale: { zero: false } });
  return vegaLiteChart(options, data, {
    width: chartWidth,
    height: heightFor(domain.length, 10 + 14 * Math.max(1, groups.length)),
    layer: [
      { mark: { type: "rule" }, encoding: { ...place, x: from(options.low), x2: { field: options.high } } },
      {
        mark: { type: "bar", height: 9, fillOpacity: 0.9 },
        encoding: { ...place, x: from(options.lowerQuartile), x2: { field: options.upperQuartile } },
      },
      // white on the box, with an edge that shows where half of the values are one and there is no box
      {
        mark: { type: "tick", thickness: 4, height: 11 },
        encoding: { ...place, color: { value: ink }, x: from(median.field) },
      },
      {
        mark: { type: "tick", thickness: 2, height: 11 },
        encoding: { ...place, color: { value: paper }, x: from(median.field) },
      },
    ],
  });
}
