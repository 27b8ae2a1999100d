import type { Cell } from "@refract/report";
import { madeFolder } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import { groupsSchema } from "../groups/groups.ts";
import { analyses } from "../registry.ts";
import { runAnalyses } from "../run/run-analyses.ts";
import { openAnalysisData } from "./analysis-data.ts";
import { inDeclaredOrder } from "./declared-order.ts";

const people = [
  ...[3, 1, 2, 3, 3].map((education, id) => ({
    user_id: `u${id}`,
    education: ["", "Some Primary", "Vocational", "Graduate / Professional degree"][education],
    gender: id < 3 ? "Female" : "Male",
    lm_frequency_use: ["Every day", "Every day", "Every week", "Once per month", "Every day"][id],
    tea_often: ["often", "never", "often", "Prefer not to say", "sometimes"][id],
  })),
];
const codebook = (levels: readonly string[]) =>
  JSON.stringify({
    files: [
      {
        name: "survey.jsonl",
        fields: [
          { name: "tea.often", levels },
          { name: "gender", levels: ["Male", "Female"] },
        ],
      },
    ],
  });

async function levelsOf(files: Readonly<Record<string, readonly unknown[] | string>>) {
  await using folder = await madeFolder(files);
  await using data = await openAnalysisData(folder.path);
  const groups = groupsSchema.parse({ attributes: { tea: { column: "tea_often", title: "Tea" } } });
  const chosen = analyses.filter(({ id }) => id === "summary");
  const [outcome] = await runAnalyses(chosen, data, { groups, mode: "corrected", seed: "1", embedder: null });
  const rows = (outcome?.section.blocks ?? []).flatMap((block): readonly (readonly Cell[])[] =>
    block.kind === "table" && /demographics|llm-use/.test(block.id) ? block.rows : [],
  );
  return (name: string) => rows.filter(([attribute]) => attribute === name).map(([, level]) => level);
}

test("levels that go from less to more stand in that order, a study's own question as its codebook has it", async () => {
  const levels = await levelsOf({
    "survey.jsonl": people,
    "codebook.json": codebook(["never", "sometimes", "often", "Prefer not to say"]),
  });
  expect(levels("Education")).toEqual(["Some Primary", "Vocational", "Graduate / Professional degree"]);
  expect(levels("Frequency of use")).toEqual(["Once per month", "Every week", "Every day"]);
  expect(levels("Tea")).toEqual(["never", "sometimes", "often", "Prefer not to say"]);
  // a kind has no order of its own: by size, whatever the codebook lists first
  expect(levels("Gender")).toEqual(["Female", "Male"]);
});

test("without a codebook, or with one that can't be read, other columns stand by size", async () => {
  for (const files of [{}, { "codebook.json": "{" }]) {
    const levels = await levelsOf({ "survey.jsonl": people, ...files });
    expect(levels("Education")).toEqual(["Some Primary", "Vocational", "Graduate / Professional degree"]);
    expect(levels("Tea")).toEqual(["often", "never", "sometimes", "Prefer not to say"]);
  }
});

test("levels that are not declared stay behind the others, as they came", () => {
  const levels = ["Other", "often", "never", "Another"];
  expect(inDeclaredOrder(levels, ["never", "often"], (level) => level)).toEqual([
    "never",
    "often",
    "Other",
    "Another",
  ]);
});
