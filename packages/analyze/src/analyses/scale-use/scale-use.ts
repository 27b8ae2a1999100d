import { RefractError } from "@refract/core";
import { absent, type Cell, createTable, intervalPlot, leadingText, notice } from "@refract/report";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { type ClusteredMean, modelMeans } from "./model-means.ts";
import { personMeasures } from "./person-measures.ts";
import { loadOpeningScores } from "./person-standard-scores.ts";
import { turnRanks } from "./turn-ranks.ts";
import { turnTable } from "./turn-table.ts";

/** prism-analysis section 2, second part; and model means with what people make of the scale taken out, beyond the paper. */
export const scaleUse = defineAnalysis({
  id: "scale-use",
  title: "Use of the scale",
  description:
    "How people use the rating scale, by turn and group, and what is left of the differences between models when each person's own use is taken out.",
  source: "Kirk et al. 2024, analysis of scores; adjusted model means are beyond the paper",
  citation: "Kirk et al. 2024, arXiv:2404.16019",
  needs: {
    utterances: [
      "utterance_id",
      "interaction_id",
      "conversation_id",
      "user_id",
      "turn",
      "within_turn_id",
      "model_name",
      "score",
    ],
  },
  embeds: false,
  publishedQuirks:
    "the mean of a turn is the mean of the means of its response columns, which counts responses unequally",
  async run({ data, groups, mode, seed }) {
    const variantA = await loadOpeningScores(data, "openings");
    if (variantA.scores.length === 0)
      throw new RefractError(
        "invalid-input",
        "utterances: no scores in opening turns, and this analysis reads them",
      );
    const variantB = await loadOpeningScores(data, "all turns");
    const { models, people, turns, scores } = variantA;
    const ranks = turnRanks(turns, scores, seed("turn-ranks"));
    // responses without a turn have no rank in it
    const placed = [...turns.keys()].filter((row) => turns[row] !== null);
    const raw = modelMeans(models, people, scores);
    const others = [
      modelMeans(models, people, variantA.z),
      modelMeans(variantB.models, variantB.people, variantB.z),
      modelMeans(
        placed.map((row) => models[row] ?? ""),
        placed.map((row) => people[row] ?? ""),
        placed.map((row) => ranks[row] ?? 0),
      ),
    ];
    const n = `${counted(scores.length, "opening response")} of ${counted(new Set(people).size, "person", "people")}`;
    const best = others[0]?.[0]?.model ?? "";
    const drawn = (others[0] ?? []).flatMap(({ model, mean, interval }) =>
      interval === null ? [] : [{ model, mean, lower: interval[0], upper: interval[1] }],
    );
    const leader = leadingText(
      "mean score",
      raw.map(({ model, interval }) => ({
        name: model,
        lower: interval?.[0] ?? null,
        upper: interval?.[1] ?? null,
      })),
    );
    return {
      ...(leader === null
        ? {}
        : {
            headline: {
              text: `Scores: ${leader}`,
              n,
              method: "means of opening scores, 95 % intervals clustered by person",
            },
          }),
      summary: `Highest mean score: ${raw[0]?.model ?? ""}; highest when each person's own use of the scale is taken out: ${best}.`,
      provenance: {
        population: `people with scores in opening turns (${new Set(people).size})`,
        weights: "none",
        n,
        method:
          "z = (score − person's mean) / person's sample sd, 0 where it is 0; ranks inside a turn with equal scores in random order; intervals of model means clustered by person, t",
        seed: seed("turn-ranks"),
      },
      blocks: [
        ...(placed.length === scores.length
          ? []
          : [
              notice(
                "note",
                `${counted(scores.length - placed.length, "opening response")} without a turn left out of ranks in turns.`,
              ),
            ]),
        createTable({
          id: "models",
          title: "Model means, raw and adjusted for use of the scale",
          caption:
            "z by a person's opening scores (A) and by all their scores (B); mean rank inside the turn, 1 is best. 95 % intervals clustered by person.",
          n: `${n}; ${counted(variantB.scores.length, "response")} of all turns in z (B)`,
          columns: [
            { name: "model", title: "Model", kind: "text" },
            { name: "responses", title: "Responses", kind: "integer" },
            { name: "people", title: "People", kind: "integer" },
            ...intervalColumns("score", "Score", 1),
            ...intervalColumns("z_openings", "z (A)", 3),
            ...intervalColumns("z_all", "z (B)", 3),
            ...intervalColumns("turn_rank", "Rank in turn", 2),
          ],
          rows: raw.map((own): readonly Cell[] => [
            own.model,
            own.responses,
            own.people,
            ...intervalCells(own),
            ...others.flatMap((means) => intervalCells(means.find(({ model }) => model === own.model))),
          ]),
        }),
        ...(drawn.length === 0
          ? []
          : [
              intervalPlot({
                id: "adjusted",
                title: "Models with each person's use of the scale taken out",
                caption: "Mean z of opening responses (A) with 95 % intervals; 0 is a person's own mean.",
                method: "mean of z by a person's opening scores, clustered by person, t",
                n,
                data: drawn,
                category: { field: "model", title: "Model" },
                value: { field: "mean", title: "Mean z" },
                lower: "lower",
                upper: "upper",
                reference: 0,
              }),
            ]),
        ...(await turnTable(data, mode)),
        ...(await personMeasures(data, groups)),
      ],
    };
  },
});

function intervalColumns(name: string, title: string, digits: number) {
  return [
    { name, title, kind: "number", digits },
    { name: `${name}_lower`, title: "from", kind: "number", digits },
    { name: `${name}_upper`, title: "to", kind: "number", digits },
  ] as const;
}

function intervalCells(own: ClusteredMean | undefined): readonly Cell[] {
  if (own === undefined) return Array.from({ length: 3 }, () => absent("no scores"));
  const why = absent(own.people < 2 ? "one person has no interval" : "everybody has the same mean");
  return [own.mean, own.interval?.[0] ?? why, own.interval?.[1] ?? why];
}
