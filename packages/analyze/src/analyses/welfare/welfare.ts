import { RefractError } from "@refract/core";
import { type Block, type Headline, notice } from "@refract/report";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { type Base, loadBases, type People } from "./bases.ts";
import { allOutcomes } from "./outcomes.ts";
import { panelWelfare } from "./panel-welfare.ts";
import { schemeDifferences } from "./scheme-differences.ts";
import { loadScoreTables } from "./score-table.ts";
import { welfareHeadline } from "./welfare-headline.ts";
import { welfareBlocks } from "./welfare-tables.ts";

const draws = 1000;

/** prism-analysis section 5: what people get when panels of some of them choose the model for all. */
export const welfare = defineAnalysis({
  id: "welfare",
  title: "Welfare",
  description:
    "Small panels, representative or of one group, choose a model for everybody: what the population and its minorities get from that.",
  source:
    "Kirk et al. 2024, case study III; the veto rule is described there and not used; differences with intervals and dominance between all schemes are beyond the paper",
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
        "utterances: no scores or choices in opening turns, and this analysis reads them",
      );
    if (models.length < 2)
      throw new RefractError("invalid-input", `one model, ${models[0]}: panels have nothing to choose from`);
    const { bases, notes } = await loadBases(data, groups, people);
    onProgress("filling gaps");
    const outcomes = allOutcomes(tables);
    const blocks: Block[] = [];
    const seeds: string[] = [];
    let headline: Headline | null = null;
    for (const everyone of bases) {
      for (const outcome of outcomes.list) {
        const base = narrowed(everyone, outcome.rows);
        if (base === null) {
          blocks.push(
            notice(
              "impossible",
              `${outcome.title}, ${everyone.title}: nobody in it has what panels look at.`,
            ),
          );
          continue;
        }
        onProgress(`${base.title}: ${outcome.title}`);
        const rule = { ...outcome, draws, seed: seed(`${base.name} ${outcome.id}`) };
        seeds.push(rule.seed);
        const found = panelWelfare(base, rule);
        const differences = schemeDifferences(base, found, outcome.worth);
        headline ??= welfareHeadline(base, outcome.title, differences);
        blocks.push(
          ...welfareBlocks({
            id: `${outcome.id}-${base.name}`,
            title: outcome.title,
            base: base.title,
            isShare: outcome.isShare,
            found,
            differences,
            hasFilledGaps: outcome.id.startsWith("imputed"),
            models,
            n: `${counted(base.rows.length, "person", "people")}, ${counted(models.length, "model")}, ${draws.toLocaleString("en-US")} draws a scheme`,
          }),
        );
      }
    }
    const inBases = new Set(bases.flatMap(({ rows }) => rows)).size;
    const known = tables.rating.values.filter((value) => !Number.isNaN(value)).length;
    return {
      ...(headline === null ? {} : { headline }),
      summary: `${capitalised(bases.length === 1 ? (bases[0]?.title ?? "") : `${bases.length} populations`)}: what ${counted(inBases, "person gets", "people get")} when panels of 10 to 100 choose one of ${counted(models.length, "model")} for all.`,
      provenance: {
        population: `people with an opening score or choice${tables.balanced ? " in the balanced subset" : ""} (${people.length}); ${bases.map((base) => `${base.title} (${base.rows.length})`).join(", ")}`,
        weights: "none; a person drawn twice into a panel counts twice",
        n: `${counted(people.length, "person", "people")}, ${counted(models.length, "model")}, ${((100 * known) / (people.length * models.length)).toFixed(0)} % of their pairs scored`,
        method: `${draws.toLocaleString("en-US")} panels a scheme, drawn with replacement; a model nobody on a panel has seen counts as 1 (rating) or 0 (choice); ties at random; ${outcomes.imputation}; draws come from another generator than the paper's, so that single draws differ from its`,
        seed: seeds.length === 0 ? null : seeds.join("; "),
      },
      blocks: [
        ...(tables.balanced
          ? []
          : [notice("note", "The dataset marks no balanced subset: all opening turns are used.")]),
        ...notes.map((note) => notice("note", note)),
        ...outcomes.notes.map((note) => notice("note", note)),
        ...withDistinctIds(blocks),
      ],
    };
  },
});

/** Populations are named by the reader, and one may be called "x-dominance" beside "x": what has an id already given gets a number. */
function withDistinctIds(blocks: readonly Block[]): readonly Block[] {
  const given = new Set<string>();
  return blocks.map((block) => {
    if (!("id" in block)) return block;
    let id = block.id;
    for (let number = 2; given.has(id); number += 1) id = `${block.id}-${number}`;
    given.add(id);
    return id === block.id ? block : { ...block, id };
  });
}

/** Titles of populations are the reader's own, and begin as they please. */
function capitalised(title: string): string {
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}

/** The part of a base that can sit on panels of an outcome, with the pools and complements that are left; null when nobody can. */
function narrowed(base: Base, rows: ReadonlySet<number>): Base | null {
  const among = <Part extends People>(part: Part): Part => ({
    ...part,
    rows: part.rows.filter((row) => rows.has(row)),
  });
  const left = among(base);
  const filled = (parts: readonly People[]) => parts.map(among).filter((part) => part.rows.length > 0);
  return left.rows.length === 0
    ? null
    : { ...left, pools: filled(base.pools), complements: filled(base.complements) };
}
