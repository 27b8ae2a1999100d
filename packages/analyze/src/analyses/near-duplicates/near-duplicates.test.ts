import { join } from "node:path";
import { importFile } from "@refract/dataset";
import type { Table } from "@refract/report";
import { describeWith, sharedData } from "@refract/testing";
import { madeFolder } from "@refract/testing/made-release";
import { describe, expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { groupPrompts } from "./group-prompts.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { wordSets } from "./word-sets.ts";

async function run(folder: string) {
  await using data = await openAnalysisData(folder);
  const [outcome] = await runAnalyses([nearDuplicates], data, {
    groups: prismGroups,
    mode: "corrected",
    seed: "42",
    embedder: null,
  });
  if (outcome === undefined) throw new Error("no outcome");
  const tables = outcome.section.blocks.filter((block): block is Table => block.kind === "table");
  return { outcome, tables };
}

const conversation = (id: number, user: string | null, prompt: string | null) => ({
  conversation_id: `c${id}`,
  user_id: user,
  opening_prompt: prompt,
});

describe("prompts that share most of their words", () => {
  test("are told by words, not by case or punctuation", () => {
    expect(wordSets(["Hello!", "hello", "Don't  SAY don't", "???", " "])).toEqual([
      [0],
      [0],
      [1, 2, 1],
      [3],
      [],
    ]);
  });

  test("form groups with sizes, wordings and scores", async () => {
    await using folder = await madeFolder({
      "conversations.jsonl": [
        conversation(0, "user0", "Hello"),
        conversation(1, "user1", "hello!"),
        conversation(2, "user1", "Hello"),
        conversation(3, "user0", "What is the best religion?"),
        conversation(4, "user2", "what is the best religion in the world?"),
        conversation(5, "user2", "Tell me a joke"),
        conversation(6, "user2", "tell me a joke"),
        conversation(7, "user3", null),
        // how a release writes that nothing was written
        conversation(8, "user4", "EMPTY STRING"),
        conversation(9, "user5", "EMPTY STRING"),
      ],
      "utterances.jsonl": [
        { utterance_id: "ut0", conversation_id: "c0", turn: 0, score: 80 },
        { utterance_id: "ut1", conversation_id: "c1", turn: 0, score: 20 },
        { utterance_id: "ut2", conversation_id: "c1", turn: 1, score: 100 },
      ],
    });
    const { outcome, tables } = await run(folder.path);
    const [overlaps, groups] = tables;
    expect(overlaps?.rows[0]).toEqual([
      1,
      4,
      2,
      1,
      1,
      3,
      3 / 7,
      3,
      { absent: "fewer than two groups of several people" },
      3,
    ]);
    // 5 of 7 words shared: 0.714
    expect(overlaps?.rows[2]).toEqual([0.7, 3, 0, 1, 2, 5, 5 / 7, 2.5, Math.SQRT1_2, 3]);
    expect(groups?.rows[0]).toEqual(["Hello", 3, 2, 2, 2, 50, 20, 80]);
    expect(groups?.rows[1]?.slice(1, 5)).toEqual([2, 2, 2, 0]);
    expect(outcome.section.summary).toBe(
      "5 of 7 opening prompts (71.4 %) share most of their words with others, in 2 groups of several people.",
    );
    expect(outcome.section.blocks[0]).toMatchObject({
      text: "3 conversations without a prompt or a person left out.",
    });
  });

  test("do not fail where there are none", async () => {
    await using folder = await madeFolder({ "conversations.jsonl": [conversation(0, "user0", null)] });
    const { outcome } = await run(folder.path);
    expect(outcome).toMatchObject({ status: "done", section: { summary: "There are no opening prompts." } });
    await using other = await madeFolder({ "conversations.jsonl": [{ conversation_id: "c0" }] });
    expect((await run(other.path)).outcome.status).toBe("impossible");
  });
});

/** Spec prism-data, "It works when" 5. */
await describeWith(sharedData("prism"), "annotated prompts of PRISM", (prism) => {
  test("the greeting sites come together, and apart from the others", async () => {
    const sites = await importFile(join(prism, "raw/field_sites.jsonl"));
    const prompts = await importFile(join(prism, "raw/opening_prompts.jsonl"));
    if (sites.kind !== "field-sites" || prompts.kind !== "opening-prompts") throw new Error("other files");
    const fromSites = sites.rows.flatMap((site, number) =>
      site.prompts_first3.map((text, place) => ({
        text,
        kind: site.kind,
        author: `site ${number}.${place}`,
      })),
    );
    const others = prompts.rows.map((row, number) => ({
      text: row.opening_prompt,
      kind: row.topic,
      author: `prompt ${number}`,
    }));
    const all = [...fromSites, ...others];
    const { labels, neighbourhoods } = groupPrompts(
      { texts: all.map(({ text }) => text), authors: all.map(({ author }) => author) },
      0.7,
    );
    const groupsOf = (kind: string) =>
      new Set(all.flatMap((each, row) => (each.kind === kind ? [labels[row]] : [])));
    // the sites "of any topic" are greetings: six sites, one group
    const greetings = groupsOf("any topic");
    expect(sites.rows.filter((site) => site.kind === "any topic")).toHaveLength(6);
    expect(greetings.size).toBe(1);
    for (const group of groupsOf("non-greeting")) expect(greetings.has(group)).toBe(false);
    const [greeting] = greetings;
    const texts = all.flatMap(({ text }, row) =>
      labels[row] === greeting ? [text.toLowerCase().replace(".", "")] : [],
    );
    expect(new Set(texts)).toEqual(new Set(["hello"]));
    expect(neighbourhoods.length).toBeGreaterThan(1);
  });
});
