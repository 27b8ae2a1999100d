import { absent, type Block, boxSummary, type Cell, type ChartRow, createTable } from "@refract/report";
import { summarize } from "@refract/stats";
import { type AttributeValues, answered } from "./load-attributes.ts";

/**
 * Quartiles, means and the share left out, a line a slider.
 *
 * @param spread the same sliders for quartiles and the chart: as published, stated preferences stand there once a conversation
 */
export function attributeBoxes(
  attributes: readonly AttributeValues[],
  spread: readonly AttributeValues[],
  n: string,
  method: string,
): readonly Block[] {
  const summaries = attributes.map((of) => {
    const there = answered(of);
    const quartilesOf = spread.find(({ column }) => column.name === of.column.name) ?? of;
    return {
      of,
      summary: summarize(there),
      quartiles: quartilesOf === of ? summarize(there) : summarize(answered(quartilesOf)),
      left: of.values.length - there.length,
    };
  });
  const why = absent("nobody answered");
  const rows = summaries.map(({ of, summary, quartiles, left }): readonly Cell[] => [
    of.column.attribute,
    of.column.block,
    summary.count,
    summary.mean ?? why,
    summary.sampleDeviation ?? absent(summary.count === 0 ? "nobody answered" : "one answer has no spread"),
    quartiles.lowerQuartile ?? why,
    quartiles.median ?? why,
    quartiles.upperQuartile ?? why,
    of.values.length === 0 ? absent("no rows") : left / of.values.length,
  ]);
  const drawn = summaries.flatMap(({ of, quartiles }): ChartRow[] => {
    const { minimum, lowerQuartile, median, upperQuartile, maximum } = quartiles;
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
      caption: `Stated preferences run from 0 to 100, the others from 1 to 100. Left out: not applicable, or no answer. Mean and sd are over people for stated preferences; ${method}.`,
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
