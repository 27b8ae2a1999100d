import { madeFolder } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import * as z from "zod";
import { defaultGroups } from "../groups/default-groups.ts";
import { prismGroups } from "../groups/groups.ts";
import { createPeopleView, levelOrder } from "../groups/people-view.ts";
import { openAnalysisData } from "./analysis-data.ts";

const asked = (name: string, type: string, levels: readonly string[] = [], column = name) => ({
  ...{ name, type, levels, column, table: "survey", question: `${name}?` },
});
const questions = [
  asked("mood", "level", ["bad", "so-so", "good"]),
  asked("likert", "integer", ["1", "2", "3"]),
  asked("age", "number", [], "own_age"),
  asked("agree.polite", "level", ["no", "yes"]),
  asked("vegetarian", "flag", ["true", "false"]),
  asked("seen", "level", ["blue", "green"]),
  asked("seen_correct", "flag", ["true", "false"]),
  asked("__proto__", "text"),
  { ...asked("page_language", "level", ["ar", "zh"]), question: null },
];
const answers = (user: string, values: Readonly<Record<string, unknown>>) =>
  Object.entries(values).map(([field, value]) => ({
    user_id: user,
    conversation_id: null,
    field,
    value,
    missing: null,
  }));
const files = {
  "survey.jsonl": [
    { user_id: "u0", gender: null, age: null },
    { user_id: "u1", gender: null, age: null },
    { user_id: "u2", gender: null, age: null },
  ],
  "answers.jsonl": [
    ...answers("u1", { mood: "so-so", likert: 3, age: 42, vegetarian: true, ["__proto__"]: "诚实" }),
    ...answers("u0", { mood: "bad", likert: 1, "agree.polite": "yes", vegetarian: false, other: [1] }),
    { user_id: "u2", conversation_id: "c1", field: "mood", value: "good", missing: null },
  ],
  "codebook.json": JSON.stringify({ files: [], questions }),
};

test("a study's own questions are columns of the people, each of its type", async () => {
  await using folder = await madeFolder(files);
  await using data = await openAnalysisData(folder.path);
  expect(data.columns("participants").slice(3)).toEqual([
    ...[
      "mood",
      "likert",
      "own_age",
      "agree_polite",
      "vegetarian",
      "seen",
      "seen_correct",
      "__proto__",
      "page_language",
    ],
  ]);
  const rows = await data.rows(
    `SELECT user_id, mood, likert + 1 AS likert, own_age, agree_polite, NOT vegetarian AS meat, "__proto__" AS proto FROM participants`,
    z.looseObject({}),
  );
  expect(rows).toEqual([
    { user_id: "u0", mood: "bad", likert: 2, own_age: null, agree_polite: "yes", meat: true, proto: null },
    { user_id: "u1", mood: "so-so", likert: 4, own_age: 42, agree_polite: null, meat: false, proto: "诚实" },
    { user_id: "u2", mood: null, likert: null, own_age: null, agree_polite: null, meat: null, proto: null },
  ]);
});

test("closed ones are groups when no file says otherwise, in the order offered; PRISM's stay where answered", async () => {
  await using folder = await madeFolder(files);
  await using data = await openAnalysisData(folder.path);
  const { groups, fact } = await defaultGroups(data);
  expect(Object.keys(groups.attributes)).toEqual(["mood", "likert", "vegetarian"]);
  expect(fact).toBe("PRISM's where answered, and the study's own questions mood, likert, vegetarian");
  const { mood } = groups.attributes;
  if (mood === undefined) throw new Error("expected the mood");
  expect(levelOrder(data, mood)).toEqual(["bad", "so-so", "good"]);
  await createPeopleView(data, groups);
  const rows = await data.rows("SELECT group_likert AS g FROM people", z.object({ g: z.string() }));
  expect(rows.map(({ g }) => g)).toEqual(["1", "3", "(missing)"]);
});

test("a dataset without own questions, and a broken codebook, have PRISM's groups", async () => {
  for (const codebook of ["{", JSON.stringify({ questions: [{ name: "mood", type: "level" }] })]) {
    await using folder = await madeFolder({ ...files, "codebook.json": codebook });
    await using data = await openAnalysisData(folder.path);
    expect((await defaultGroups(data)).groups).toBe(prismGroups);
    expect(data.columns("participants")).toHaveLength(3);
  }
});

test("answers that are no records are refused by name", async () => {
  await using folder = await madeFolder({ ...files, "answers.jsonl": "nonsense\n" });
  await expect(openAnalysisData(folder.path)).rejects.toThrow("answers.jsonl");
});
