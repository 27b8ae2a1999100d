import { RefractError } from "@refract/core";
import { type Block, notice } from "@refract/report";
import { imputeIteratively, type Matrix } from "@refract/stats";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { type Base, loadBases } from "./bases.ts";
import { panelWelfare } from "./panel-welfare.ts";
import { loadScoreTables, type ScoreTables } from "./score-table.ts";
import { welfareBlocks } from "./welfare-tables.ts";

const draws = 1000;

interface Outcome {
  readonly id: string;
  readonly title: string;
  readonly isShare: boolean;
  readonly judged: Matrix;
  readonly worth: Matrix;
  /** Of a model nobody on the panel has seen (prism-analysis section 5). */
  readonly scoreWithoutData: number;
}

/** prism-analysis section 5: what people get when panels of some of them choose the model for all. */
export const welfare = defineAnalysis({
  id: "welfare",
  title: "Welfare",
  description:
    "Small panels, representative or of one group, choose a model for everybody: what the population and its minorities get from that.",
  source: "Kirk et al. 2024, case study III; the veto rule is described there and not used",
  citation: "Kirk et al. 2024, arXiv:2404.16019; van Buuren and Groothuis-Oudshoorn 2011",
  needs: { utterances: ["user_id", "turn", "model_name", "score", "if_chosen"] },
  embeds: false,
  publishedQuirks: null,
  async run({ data, groups, seed, onProgress }) {
    const tables = await loadScoreTables(data);
    const { people, models } = tables;
    if (people.length === 0)
      throw new RefractError(
        "invalid-input",
        "utterances: no scores in opening turns, and this analysis reads them",
      );
    if (models.length < 2)
      throw new RefractError("invalid-input", `one model, ${models[0]}: panels have nothing to choose from`);
    const { bases, notes } = await loadBases(data, groups, people);
    onProgress("filling gaps");
    const outcomes = allOutcomes(tables);
    const members = (base: Base) =>
      `${base.rows.length} people, ${models.length} models, ${draws} draws a scheme`;
    const blocks: Block[] = [];
    for (const base of bases) {
      for (const outcome of outcomes.list) {
        onProgress(`${base.title}: ${outcome.title}`);
        const found = panelWelfare(base, { ...outcome, draws, seed: seed(`${base.name} ${outcome.id}`) });
        blocks.push(
          ...welfareBlocks({
            id: `${base.name}-${outcome.id}`,
            title: outcome.title,
            base: base.title,
            isShare: outcome.isShare,
            found,
            models,
            n: members(base),
          }),
        );
      }
    }
    const [first] = bases;
    const known = tables.rating.values.filter((value) => !Number.isNaN(value)).length;
    return {
      summary: `${bases.length === 1 ? first?.title : `${bases.length} populations`}: what ${people.length} people get when panels of 10 to 100 choose one of ${models.length} models for all.`,
      provenance: {
        population: `people with opening scores${tables.balanced ? " in the balanced subset" : ""} (${people.length}); ${bases.map((base) => `${base.title} (${base.rows.length})`).join(", ")}`,
        weights: "none",
        n: `${people.length} people, ${models.length} models, ${((100 * known) / (people.length * models.length)).toFixed(0)} % of their pairs seen`,
        method: `${draws} panels a scheme, drawn with replacement; a model nobody on a panel has seen counts as 1 (rating) or 0 (choice); ties at random; imputed: Bayesian ridge, 10 rounds over all people, from column means, fewest missing first`,
        seed: seed(`${first?.name ?? ""} ${outcomes.list[0]?.id ?? ""}`),
      },
      blocks: [
        ...(tables.balanced
          ? []
          : [notice("note", "The dataset marks no balanced subset: all opening turns are used.")]),
        ...notes.map((note) => notice("note", note)),
        ...outcomes.notes.map((note) => notice("note", note)),
        ...blocks,
      ],
    };
  },
});

function allOutcomes({ rating, choice, spared }: ScoreTables): {
  readonly list: readonly Outcome[];
  readonly notes: readonly string[];
} {
  const fullRating = imputeIteratively(rating, { range: { minimum: 1, maximum: 100 } });
  const fullChoice = imputeIteratively(choice, { range: { minimum: 0, maximum: 1 } });
  const notes = [
    ["rating", fullRating.problem],
    ["choice", fullChoice.problem],
  ].flatMap(([name, problem]) => (problem === null ? [] : [`Imputed ${name}: ${problem}`]));
  const outcome = (
    id: string,
    title: string,
    isShare: boolean,
    judged: Matrix,
    scoreWithoutData: number,
    worth = judged,
  ): Outcome => ({ id, title, isShare, judged, worth, scoreWithoutData });
  return {
    notes,
    list: [
      outcome("rating", "Mean rating", false, rating, 1),
      outcome("choice", "Share chosen", true, choice, 0),
      outcome("imputed-rating", "Mean rating, gaps filled", false, fullRating.filled, 1),
      outcome("imputed-choice", "Share chosen, gaps filled", true, fullChoice.filled, 0),
      // a model nobody has seen has no veto against it, and is not preferred for that: it counts as fully vetoed
      outcome("veto", "Mean rating when panels choose the least vetoed", false, spared, -1, rating),
    ],
  };
}
