import { census } from "./analyses/census/census.ts";
import { nearDuplicates } from "./analyses/near-duplicates/near-duplicates.ts";
import { ranks } from "./analyses/ranks/ranks.ts";
import type { Analysis } from "./analysis/analysis.ts";

/** Every analysis, in the order of a report. A new one is a line here. */
export const analyses: readonly Analysis[] = Object.freeze([ranks, census, nearDuplicates]);
