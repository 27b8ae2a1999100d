import { arenaComparison } from "./analyses/arena-comparison/arena-comparison.ts";
import { attributes } from "./analyses/attributes/attributes.ts";
import { census } from "./analyses/census/census.ts";
import { fieldSitesAnalysis } from "./analyses/field-sites/field-sites.ts";
import { freeText } from "./analyses/free-text/free-text.ts";
import { groupRanks } from "./analyses/group-ranks/group-ranks.ts";
import { mixedModels } from "./analyses/mixed-models/mixed-models.ts";
import { nearDuplicates } from "./analyses/near-duplicates/near-duplicates.ts";
import { neighbourhoodsAnalysis } from "./analyses/neighbourhoods/neighbourhoods.ts";
import { openingRankings } from "./analyses/opening-rankings/opening-rankings.ts";
import { rankSensitivity } from "./analyses/rank-sensitivity/rank-sensitivity.ts";
import { ranks } from "./analyses/ranks/ranks.ts";
import { rebalancing } from "./analyses/rebalancing/rebalancing.ts";
import { scaleUse } from "./analyses/scale-use/scale-use.ts";
import { summary } from "./analyses/summary/summary.ts";
import { textFeatures } from "./analyses/text-features/text-features.ts";
import { topicRegressionsAnalysis } from "./analyses/topic-regressions/topic-regressions.ts";
import { topicsAnalysis } from "./analyses/topics/topics.ts";
import { welfare } from "./analyses/welfare/welfare.ts";
import type { Analysis } from "./analysis/analysis.ts";

/** Every analysis, in the order of a report. A new one is a line here. */
export const analyses: readonly Analysis[] = Object.freeze([
  summary,
  freeText,
  attributes,
  scaleUse,
  ranks,
  groupRanks,
  rankSensitivity,
  arenaComparison,
  openingRankings,
  census,
  rebalancing,
  nearDuplicates,
  topicsAnalysis,
  topicRegressionsAnalysis,
  neighbourhoodsAnalysis,
  fieldSitesAnalysis,
  textFeatures,
  mixedModels,
  welfare,
]);

/**
 * Those that take longest, by seconds of PRISM's size. Threads begin with the first ones, the main thread with the last of the last: it
 * draws all charts, so that those with the most are drawn while threads compute. What is short is left for the end, so that all
 * are through at about the same time.
 */
export const longest: { readonly first: readonly string[]; readonly last: readonly string[] } = Object.freeze(
  {
    first: ["free-text", "group-ranks", "mixed-models"],
    last: ["text-features", "ranks", "welfare", "summary"],
  },
);

/**
 * With an embedder, what begins first and last: first the one that has all texts embedded before it computes, and beside it what needs
 * only a few of the vectors; last the one that needs them all.
 */
export const withVectors: { readonly first: readonly string[]; readonly last: readonly string[] } =
  Object.freeze({ first: ["field-sites", "topic-regressions", "topics"], last: ["neighbourhoods"] });
