import { absent, type Block, boxSummary, type Cell, type ChartRow, createTable } from "@refract/report";
import { summarize } from "@refract/stats";
import { type AttributeValues, answered } from "./load-attributes.ts";

/** Quartiles, means and the share left out, a line a slider. */
export function attributeBoxes(
  attributes: readonly AttributeValues[],
  n: string,
  method: string,
): readonly Block[] {
  const summaries = attributes.map((of) => {
    const there = answered(of);
    return { of, there: there.length, summary: summarize(there), left: of.values.length - there.length };
  });
  const why = absent("nobody answered");
  const rows = summaries.map(({ of, summary, left }): readonly Cell[] => [
    of.column.attribute,
    of.column.block,
    summary.count,
    summary.mean ?? why,
    summary.sampleDeviation ?? absent(summary.count === 0 ? "nobody answered" : "one answer has no spread"),
    summary.lowerQuartile ?? why,
    summary.median ?? why,
    summary.upperQuartile ?? why,
    of.values.length === 0 ? absent("no rows") : left / of.values.length,
  ]);
  const drawn = summaries.flatMap(({ of, summary }): ChartRow[] => {
    const { minimum, lowerQuartile, median, upperQuartile, maximum } = summary;
    return minimum === null ||
      lowerQuartile === null ||
      median === null ||
      upperQuartile === null ||
      maximum === null
      ? []
      : [
          {
            attribute: of.column.attribute,
            block: of.column.block,
            minimum,
            lowerQuartile,
            median,
            upperQuartile,
            maximum,
          },
        ];
  });
  return [
    ...(drawn.length === 0
      ? []
      : [
          boxSummary({
            id: "boxes",
            title: "What people want, what they got, and what decided",
            caption: "Box: middle half; white line: median; line: whole range.",
            method,
            n,
            data: drawn,
            category: { field: "attribute", title: "Attribute" },
            low: "minimum",
            lowerQuartile: "lowerQuartile",
            median: { field: "median", title: "Slider" },
            upperQuartile: "upperQuartile",
            high: "maximum",
            group: { field: "block", title: "Asked" },
            groupOrder: ["stated", "performance", "choice"],
          }),
        ]),
    createTable({
      id: "sliders",
      title: "Every slider",
      caption:
        "Stated preferences run from 0 to 100, the others from 1 to 100. Left out: not applicable, or no answer.",
      n,
      columns: [
        { name: "attribute", title: "Attribute", kind: "text" },
        {
          name: "block",
          title: "Asked",
          kind: "text",
          description: "stated in the survey; performance and choice after a conversation",
        },
        { name: "answers", title: "Answers", kind: "integer" },
        { name: "mean", title: "Mean", kind: "number", digits: 1 },
        { name: "sd", title: "sd", kind: "number", digits: 1, description: "sample standard deviation" },
        { name: "lower_quartile", title: "Lower quartile", kind: "number", digits: 0 },
        { name: "median", title: "Median", kind: "number", digits: 0 },
        { name: "upper_quartile", title: "Upper quartile", kind: "number", digits: 0 },
        { name: "left_out", title: "Left out", kind: "percent" },
      ],
      rows,
    }),
  ];
}
