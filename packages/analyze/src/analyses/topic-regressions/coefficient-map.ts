import { type Chart, type ChartRow, heatmap } from "@refract/report";
import { counted } from "../../analysis/counted.ts";
import { isStarred, type RegressionView } from "./regression-tables.ts";

/** Coefficients as cells, a column a topic and a line a level; stars mark what is significant, so that colour is not alone. */
export function coefficientMap({
  result,
  names,
  titleOf,
  mode,
  minimumPeople,
}: RegressionView): readonly Chart[] {
  const nameOf = (topic: number) => names.get(topic) ?? `Topic ${topic}`;
  const data = result.coefficients.flatMap((one): readonly ChartRow[] =>
    // levels that are not tested have coefficients of a handful of people, which would set the scale for all
    one.estimate === null || Math.min(one.people, one.referencePeople) < minimumPeople
      ? []
      : [
          {
            topic: nameOf(one.topic),
            variable: titleOf(one.factor),
            level: one.level,
            line: `${titleOf(one.factor)}: ${one.level}`,
            reference: one.reference,
            people: one.people,
            points: 100 * one.estimate,
            starred: isStarred(one, mode),
            mark: isStarred(one, mode) ? "★" : "",
          },
        ],
  );
  if (data.length === 0) return [];
  const references = new Map(
    result.coefficients.map(({ factor, reference }) => [titleOf(factor), reference]),
  );
  return [
    heatmap({
      id: "topic-regression-map",
      title: "Who writes about which topic, other things equal",
      caption: `Percentage points by which prompts of a level are more (blue) or less (orange) often on a topic than those of the reference: ${Array.from(references, ([factor, reference]) => `${factor} ${reference}`).join(", ")}. A star: ${
        mode === "published"
          ? "p < 0.01 by HC1 errors, not corrected for the number of tests"
          : "Benjamini-Hochberg adjusted p < 0.01, errors clustered by participant"
      }. Levels of at least ${minimumPeople} people; topics by size.`,
      method: "one linear probability model a topic, every level a dummy",
      n: `${counted(result.prompts, "prompt")} by ${counted(result.people, "person", "people")}, ${counted(result.topics.length, "topic")}`,
      data,
      x: { field: "topic", title: "" },
      y: { field: "line", title: "" },
      value: { field: "points", title: "Points", format: "+.1f" },
      colours: "diverging",
      xOrder: [...new Set(result.topics.map(({ topic }) => nameOf(topic)))],
      mark: "mark",
    }),
  ];
}
