import type { Item, ModelPoints, Summary } from "@refract/core";
import { mean } from "@refract/stats";

type Cell = Summary["rows"][number][number];

/** SEM-B of each region as a mean over the models of a run, as the paper has it (spec blend, "SAQ scores"). */
export function blendStandings(models: readonly ModelPoints[], items: readonly Item[]): readonly Summary[] {
  const regionOf = new Map(items.map(({ group, attributes }) => [group, String(attributes.region)]));
  const short = items.filter(({ gold }) => gold.kind === "answers");
  const regions = [...new Set(short.map(({ attributes }) => String(attributes.region)))].toSorted();
  if (regions.length === 0) return [];
  const over = (region: string, run: "local" | "english"): Cell => {
    const own = [...Map.groupBy(models, ({ respondent }) => respondent).values()].flatMap((variants) => {
      const prompts = variants
        .filter(({ variant }) => variant.endsWith(`-${run}`))
        .flatMap(({ pointsOf }) => {
          const points = [...pointsOf].flatMap(([group, value]) =>
            regionOf.get(group) === region ? [value] : [],
          );
          return points.length === 0 ? [] : [mean(points)];
        });
      return prompts.length === 0 ? [] : [mean(prompts)];
    });
    return own.length === 0
      ? { absent: `not asked in ${run === "local" ? "the local language" : "English"}` }
      : mean(own);
  };
  return [
    {
      id: "models-mean",
      title: "Short answers by region, mean over the models",
      caption:
        "SEM-B, mean of the prompts asked for each model, then over the models, each of which counts once.",
      columns: [
        { name: "region", title: "Region", kind: "text" },
        { name: "local", title: "SEM-B local", kind: "percent" },
        { name: "english", title: "SEM-B English", kind: "percent" },
        { name: "models", title: "Models", kind: "integer" },
      ],
      rows: regions.map((region) => [
        region,
        over(region, "local"),
        over(region, "english"),
        new Set(models.map(({ respondent }) => respondent)).size,
      ]),
    },
  ];
}
