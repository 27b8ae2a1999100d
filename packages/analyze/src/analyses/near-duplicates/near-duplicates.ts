import { emptyText } from "@refract/dataset";
import { type Block, type Cell, createTable, notice, numberCell, type Table } from "@refract/report";
import { summarize } from "@refract/stats";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { groupPrompts, type PromptGroups, type Prompts } from "./group-prompts.ts";

/** Overlaps that are reported; the last is the one whose groups are listed. */
const overlaps = [1, 0.8, 0.7] as const;
const listedOverlap = 0.7;
const listedGroups = 200;

interface OpeningPrompts extends Prompts {
  /** For each prompt its conversation. */
  readonly conversations: readonly string[];
  /** Conversations without a prompt or a person. */
  readonly incomplete: number;
}

/** Groups of nearly the same opening prompts, found by the words they share. */
export const nearDuplicates = defineAnalysis({
  id: "near-duplicates",
  title: "Prompts that many people wrote",
  description: "Opening prompts that share most of their words, found without vectors.",
  source:
    "beyond the paper: its neighbourhoods rest on vectors of meaning (section 4.1); this search needs none",
  citation:
    "Bayardo, Ma and Srikant 2007, Scaling up all pairs similarity search, doi 10.1145/1242572.1242591",
  needs: { conversations: ["conversation_id", "user_id", "opening_prompt"] },
  embeds: false,
  publishedQuirks: null,
  async run({ data }) {
    const prompts = await loadPrompts(data);
    const found = overlaps.map((overlap) => ({ overlap, groups: groupPrompts(prompts, overlap) }));
    const listed = found.find(({ overlap }) => overlap === listedOverlap)?.groups;
    const blocks: Block[] = [];
    if (prompts.incomplete > 0)
      blocks.push(
        notice(
          "note",
          `${counted(prompts.incomplete, "conversation")} without a prompt or a person left out.`,
        ),
      );
    blocks.push(overlapTable(found, prompts.texts.length));
    if (listed !== undefined && listed.neighbourhoods.length > 0)
      blocks.push(groupTable(listed, prompts, await responsesByConversation(data)));
    const people = new Set(prompts.authors).size;
    return {
      summary: listed === undefined ? "" : summaryOf(listed, prompts.texts.length),
      provenance: {
        population: `all opening prompts (${counted(prompts.texts.length, "conversation")}, ${counted(people, "person", "people")})`,
        weights: "none",
        n: counted(prompts.texts.length, "prompt"),
        method: `single-link groups of prompts by the overlap of their different words, case and punctuation ignored (shared words / all words of both ≥ ${listedOverlap}; exact, by an index of rare words); a group counts when at least two people wrote in it`,
        seed: null,
      },
      blocks,
    };
  },
});

function summaryOf(groups: PromptGroups, total: number): string {
  if (total === 0) return "There are no opening prompts.";
  const share = ((100 * groups.recordsInside) / total).toFixed(1);
  return groups.neighbourhoods.length === 0
    ? "No two people wrote nearly the same opening prompt."
    : `${groups.recordsInside.toLocaleString("en")} of ${counted(total, "opening prompt")} (${share} %) share most of their words with others, in ${counted(groups.neighbourhoods.length, "group")} of several people.`;
}

function overlapTable(
  found: readonly { readonly overlap: number; readonly groups: PromptGroups }[],
  total: number,
): Table {
  const none = "no group of several people";
  return createTable({
    id: "near-duplicate-overlaps",
    title: "Groups of nearly the same opening prompts",
    caption:
      "By how much of their words prompts must share. Groups of several people have at least two prompts by at least two people; their size is mean, sample standard deviation (n − 1) and maximum.",
    n: counted(total, "opening prompt"),
    columns: [
      { name: "overlap", title: "Overlap of words", kind: "number", digits: 2 },
      { name: "groups", title: "Groups", kind: "integer" },
      { name: "singletons", title: "Single prompts", kind: "integer" },
      { name: "one_author", title: "Several prompts of one person", kind: "integer" },
      { name: "several_authors", title: "Groups of several people", kind: "integer" },
      { name: "prompts_inside", title: "Prompts in them", kind: "integer" },
      { name: "share_inside", title: "Share of prompts", kind: "percent" },
      { name: "size_mean", title: "Mean size", kind: "number" },
      { name: "size_sd", title: "SD", kind: "number" },
      { name: "size_max", title: "Largest", kind: "integer" },
    ],
    rows: found.map(({ overlap, groups }): readonly Cell[] => {
      const sizes = summarize(groups.neighbourhoods.map(({ members }) => members.length));
      return [
        overlap,
        groups.clusters,
        groups.singletons,
        groups.tooFewAuthors,
        groups.neighbourhoods.length,
        groups.recordsInside,
        numberCell(total === 0 ? null : groups.recordsInside / total, "there are no prompts"),
        numberCell(sizes.mean, none),
        numberCell(sizes.sampleDeviation, "fewer than two groups of several people"),
        numberCell(sizes.maximum, none),
      ];
    }),
  });
}

function groupTable(
  groups: PromptGroups,
  { texts, conversations }: OpeningPrompts,
  responses: ReadonlyMap<string, Responses>,
): Table {
  const largest = groups.neighbourhoods
    .toSorted((a, b) => b.members.length - a.members.length || a.cluster - b.cluster)
    .slice(0, listedGroups);
  const none = "no scored opening responses";
  return createTable({
    id: "near-duplicate-groups",
    title: "The largest groups",
    caption: `Groups at an overlap of ${listedOverlap} with prompts by several people, the largest first (at most ${listedGroups}), each with its most frequent wording and the scores of its opening responses.`,
    n: `${counted(groups.neighbourhoods.length, "group")}, ${counted(groups.recordsInside, "prompt")}`,
    columns: [
      { name: "prompt", title: "Most frequent wording", kind: "text" },
      { name: "prompts", title: "Prompts", kind: "integer" },
      { name: "people", title: "People", kind: "integer" },
      {
        name: "wordings",
        title: "Wordings",
        kind: "integer",
        description: "different texts, to the character",
      },
      { name: "responses", title: "Scored opening responses", kind: "integer" },
      { name: "score_mean", title: "Mean score", kind: "number", digits: 1 },
      { name: "score_min", title: "Lowest", kind: "number", digits: 0 },
      { name: "score_max", title: "Highest", kind: "number", digits: 0 },
    ],
    rows: largest.map(({ members, authors }) => {
      const wordings = new Map<string, number>();
      for (const member of members) {
        const text = texts[member] ?? "";
        wordings.set(text, (wordings.get(text) ?? 0) + 1);
      }
      const [most = ""] = [...wordings].sort(([, a], [, b]) => b - a)[0] ?? [];
      const scored = members.flatMap((member) => responses.get(conversations[member] ?? "") ?? []);
      const count = scored.reduce((sum, each) => sum + each.count, 0);
      return [
        most,
        members.length,
        authors,
        wordings.size,
        count,
        numberCell(count === 0 ? null : scored.reduce((sum, each) => sum + each.sum, 0) / count, none),
        numberCell(count === 0 ? null : Math.min(...scored.map((each) => each.least)), none),
        numberCell(count === 0 ? null : Math.max(...scored.map((each) => each.most)), none),
      ];
    }),
    shown: 20,
  });
}

async function loadPrompts(data: AnalysisData): Promise<OpeningPrompts> {
  const { id, author, text } = await data.arrays(
    "SELECT conversation_id AS id, user_id AS author, opening_prompt AS text FROM conversations ORDER BY conversation_id",
    { id: "text", author: "text", text: "text" },
  );
  const rows = id.flatMap((conversation, row) => {
    const [own, written] = [author[row] ?? null, text[row] ?? null];
    return conversation === null ||
      own === null ||
      written === null ||
      written.trim() === "" ||
      written === emptyText
      ? []
      : [{ conversation, author: own, text: written }];
  });
  return {
    conversations: rows.map((row) => row.conversation),
    authors: rows.map((row) => row.author),
    texts: rows.map((row) => row.text),
    incomplete: id.length - rows.length,
  };
}

interface Responses {
  readonly count: number;
  readonly sum: number;
  readonly least: number;
  readonly most: number;
}

/** Scores of opening responses; none when the dataset has no scored utterances. */
async function responsesByConversation(data: AnalysisData): Promise<ReadonlyMap<string, Responses>> {
  const there = data.columns("utterances");
  if (!["conversation_id", "turn", "score"].every((name) => there.includes(name))) return new Map();
  const { id, count, sum, least, most } = await data.arrays(
    `SELECT conversation_id AS id, count(*) AS count, sum(score) AS sum, min(score) AS least, max(score) AS most
    FROM openings WHERE score IS NOT NULL AND conversation_id IS NOT NULL GROUP BY conversation_id`,
    { id: "text", count: "number", sum: "number", least: "number", most: "number" },
  );
  return new Map(
    id.map((conversation, row) => [
      conversation ?? "",
      { count: count[row] ?? 0, sum: sum[row] ?? 0, least: least[row] ?? 0, most: most[row] ?? 0 },
    ]),
  );
}
