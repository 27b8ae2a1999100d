import { type Block, notice } from "@refract/report";
import type { Connectivity } from "@refract/stats";
import { counted } from "../../analysis/counted.ts";
import { battleTotals } from "./battles.ts";
import type { LoadedBattles } from "./load-battles.ts";

/** Fewer clusters than this make clustered errors too small (Cameron and Miller 2015 speak of 20 to 50). */
const fewClusters = 40;

/** "1,396 people, 8,011 opening turns, 42,306 battles". */
export function countBattles(battles: LoadedBattles): string {
  return `${counted(battles.people.length, "person", "people")}, ${counted(battles.openings, battles.source.unit)}, ${counted(battleTotals(battles).battles, "battle")}`;
}

export function number(count: number): string {
  return count.toLocaleString("en-GB");
}

/**
 * What a reader must know of the battles before using a rank.
 *
 * @param weights Of each person, where battles are weighted: those whose weight is 0 tell nothing of chance.
 */
export function battleNotices(
  battles: LoadedBattles,
  connectivity: Connectivity | null,
  weights: ArrayLike<number> | null = null,
): readonly Block[] {
  const blocks: Block[] = [];
  const { models, people, modelsWithoutBattles, incomplete } = battles;
  const totals = battleTotals(battles);
  if (incomplete > 0) {
    blocks.push(
      notice(
        "note",
        `${counted(incomplete, battles.source.kind === "scores" ? "opening response" : "response")} without ${battles.source.complete} left out.`,
      ),
    );
  }
  if (modelsWithoutBattles.length > 0) {
    blocks.push(
      notice("note", `Never beside another model and so without a rank: ${modelsWithoutBattles.join(", ")}.`),
    );
  }
  if (totals.ties === totals.battles) {
    blocks.push(notice("warning", "All battles are ties: the data says nothing about order."));
  }
  const counting = people.filter((_, person) => (weights?.[person] ?? 1) > 0).length;
  if (counting < fewClusters) {
    blocks.push(
      notice(
        "warning",
        `${counting === 1 ? "One person" : counted(counting, "person", "people")}${counting < people.length ? " with a weight" : ""} only: intervals that rest on differences between people are too narrow below about ${fewClusters}.`,
      ),
    );
  }
  if (connectivity !== null && connectivity.problem !== null) {
    const parts =
      connectivity.separateGroups.length > 1 ? connectivity.separateGroups : connectivity.components;
    const shown = parts
      .slice(0, 8)
      .map((part) => `{${part.map((item) => models[item] ?? "").join(", ")}}`)
      .join(connectivity.separateGroups.length > 1 ? " | " : " > ");
    blocks.push(
      notice(
        "warning",
        `${sentence(connectivity.problem)} Groups${connectivity.separateGroups.length > 1 ? "" : ", winners first"}: ${shown}${parts.length > 8 ? " …" : ""}. Bradley-Terry abilities do not exist there; ranks with a prior (rank centrality, logistic Elo) do, and the prior alone decides between groups.`,
      ),
    );
  }
  return blocks;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
