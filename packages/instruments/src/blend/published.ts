import type { ComparableResult, PublishedFinding, PublishedResult, RespondentSummary } from "@refract/core";

/** Means over all models of the paper, local language (arXiv 2406.09948), as shares. */
const means: readonly (readonly [region: string, value: number])[] = [
  ["US", 0.7922],
  ["Spain", 0.6908],
  ["Iran", 0.5078],
  ["North Korea", 0.4192],
  ["Northern Nigeria", 0.2118],
  ["Ethiopia", 0.1218],
];

export const blendPublished: readonly PublishedResult[] = means.map(([region, value]) => ({
  respondent: `mean over the paper's models, ${region}`,
  metric: "sem_b",
  variant: null,
  value,
  source: "arXiv 2406.09948: short answers in the local language, lemmatised, mean of two prompts",
  fromMemory: false,
}));

const finding = (what: string, value: string): PublishedFinding => ({
  finding: what,
  value,
  source: "arXiv 2406.09948",
  fromMemory: false,
});

export const blendFindings: readonly PublishedFinding[] = [
  finding("Largest gap between regions, GPT-4, short answers", "57.34 points of 100"),
  finding("South Korea minus North Korea, GPT-4, short answers", "31.63 points of 100"),
  finding("Spain minus Mexico, GPT-4, short answers", "4.35 points of 100"),
  finding("Correlation (Pearson) of multiple choice with short answers, local, English", "0.93 and 0.98"),
];

/** The run's short answers in the local language, region by region, for the regions that have a published mean. */
export function blendBeside(summaries: readonly RespondentSummary[]): readonly ComparableResult[] {
  const published = new Map(means.map(([region]) => [region.replaceAll(" ", "_"), region]));
  return summaries
    .filter(({ id }) => id === "regions")
    .flatMap(({ columns, rows }) => {
      const at = (name: string) => columns.findIndex((column) => column.name === name);
      return rows.flatMap((row): readonly ComparableResult[] => {
        const region = published.get(String(row[at("region")]));
        const value = row[at("local")];
        return region === undefined || typeof value !== "number"
          ? []
          : [
              {
                respondent: `${String(row[at("respondent")])}, ${region}`,
                ...{ metric: "sem_b", variant: null, value },
                of: "local language, mean of the prompts asked",
              },
            ];
      });
    });
}
