import type { RecordFiles, ScoredRow } from "@refract/core";
import { expect, test } from "vitest";
import { blend } from "./blend.ts";
import { blendRegions } from "./regions.ts";

const options = blend.options.parse({});
const question = (answer: string, local: string, more: Readonly<Record<string, number>> = {}) => ({
  question: `질문 ${answer}?`,
  en_question: `Question ${answer}?`,
  annotations: [
    { answers: [local], en_answers: [answer], count: 4 },
    { answers: ["빵"], en_answers: ["bread"], count: 2 },
  ],
  idks: { idk: 0, "no-answer": 0, "not-applicable": 0, ...more },
});
const documents: Readonly<Record<string, unknown>> = {
  "annotations/South_Korea_data.json": {
    "Zz-en-01": question("soup", "국"),
    "Zz-en-02": question("rice", "밥", { "no-answer": 2, "not-applicable": 1 }),
    "Zz-en-03": question("tea", "차", { idk: 5 }),
  },
  "annotations/Atlantis_data.json": {},
};
const choice = {
  MCQID: "m1",
  ID: "Zz-en-01",
  country: "UK",
  prompt: "What is drunk at five?",
  choices: JSON.stringify({ A: "cocoa", B: "mate", C: "milk", D: "tea" }),
  choice_countries: JSON.stringify({ A: "dummy", B: "Spain", C: "US", D: "UK" }),
  answer_idx: "D",
};
const files: RecordFiles = {
  names: [...Object.keys(documents), "mcq.csv"],
  json: async (name) => documents[name],
  rows: async () => [
    choice,
    { ...choice, MCQID: "m2", answer_idx: "E" },
    { ...choice, MCQID: "m3", country: "Mars" },
  ],
};
const variantOf = (id: string) => {
  const variant = blend.variants.find((candidate) => candidate.id === id);
  if (variant === undefined) throw new Error(`no variant ${id}`);
  return variant;
};

test("records become items; what is left out is told by name, count and reason", async () => {
  const { items, problems, dataVersion } = await blend.load(files, options);
  expect(items.map(({ id }) => id)).toEqual(["Zz-en-01@South_Korea", "m1"]);
  expect(problems.map(({ place, problem }) => `${place}: ${problem}`)).toEqual([
    "annotations/South_Korea_data.json: 1 of 3 questions are not scored: three or more gave no answer or found it not applicable: Zz-en-02",
    "annotations/South_Korea_data.json: 1 of 3 questions are not scored: five or more did not know: Zz-en-03",
    `annotations/Atlantis_data.json: unknown region "Atlantis", expected one of ${blendRegions.map(({ id }) => id).join(", ")}`,
    'mcq.csv row 2: answer_idx: invalid value "E", expected one of A, B, C, D',
    'country "Mars": 1 row, first mcq.csv row 3: unknown region, left out',
  ]);
  expect(dataVersion).toBe("1 short-answer items of 1 regions, 1 multiple-choice items");
  await expect(blend.load(files, { ...options, regions: ["Atlantis"] })).rejects.toThrow(
    /regions: invalid value "Atlantis", expected some of UK, US/,
  );
});

test("choices that are objects of a JSONL file are read like the JSON of a CSV file", async () => {
  const row = {
    ...choice,
    choices: JSON.parse(choice.choices),
    choice_countries: JSON.parse(choice.choice_countries),
  };
  const { items, problems } = await blend.load(
    { names: ["mcq.jsonl"], json: async () => null, rows: async () => [row] },
    options,
  );
  expect(problems).toEqual([]);
  expect(
    items.map(({ format }) => format.kind === "choice" && format.options.map(({ text }) => text)),
  ).toEqual([["cocoa", "mate", "milk", "tea"]]);
});

test("people see the question of a choice, models the whole prompt", async () => {
  const prompt = `${choice.prompt} Choose a letter. Reply as JSON: {"answer_choice":""}\n\nA. cocoa`;
  const { items } = await blend.load(
    { names: ["mcq.csv"], json: async () => null, rows: async () => [{ ...choice, prompt }] },
    options,
  );
  const [item] = items;
  if (item === undefined) throw new Error("no item");
  expect(item.question).toBe("What is drunk at five?");
  const shown = { itemId: item.id, variantId: "mcq", repeat: 0, optionOrder: [], seed: "s" };
  expect(blend.prompt(item, variantOf("mcq"), shown, "generate", options).messages[0]?.content).toBe(prompt);
});

test("an item runs in its language and in English, and its replies score by votes", async () => {
  const { items } = await blend.load(files, options);
  const [item, mcq] = items;
  if (item === undefined || mcq === undefined) throw new Error("two items");
  expect(blend.variants.filter((variant) => blend.applies(item, variant)).map(({ id }) => id)).toEqual([
    "inst-4-local",
    "pers-3-local",
    "inst-4-english",
    "pers-3-english",
  ]);
  const rowOf = (reply: string, variantId: string, of = item): ScoredRow => {
    const presentation = { itemId: of.id, variantId, repeat: 0, optionOrder: [], seed: "" };
    return {
      item: of,
      variant: variantOf(variantId),
      repeat: 0,
      respondent: "made",
      mode: "generate",
      reply,
      parsed: blend.parse(reply, of, presentation, "generate", options),
    };
  };
  const values = (row: ScoredRow) => blend.score([row], options).map(({ points }) => points.value);
  expect(values(rowOf("답: 국입니다.", "inst-4-local"))).toEqual([1, 1]);
  expect(values(rowOf("빵", "pers-3-local"))).toEqual([1, 0.5]);
  expect(values(rowOf("국", "inst-4-english"))).toEqual([0, 0]);
  expect(values(rowOf("", "inst-4-english"))).toEqual([0, 0]);
  const rows = [
    rowOf("국", "inst-4-local"),
    rowOf("bread", "inst-4-english"),
    rowOf("nothing", "pers-3-english"),
    rowOf('{"answer_choice":"B"}', "mcq", mcq),
    rowOf('{"answer_choice":"D"}', "mcq", mcq),
    rowOf('{"answer_choice":"D"}', "mcq", { ...mcq, attributes: { ...mcq.attributes, region: "US" } }),
  ];
  const summaries = blend.summaries?.(rows, options) ?? [];
  expect(summaries.find(({ id }) => id === "regions")?.rows).toEqual([
    ["made", "South_Korea", 1, 0.5, 50, 1, 0.25, 75, 1],
    ["made", "(mean over regions)", 1, 0.5, 50, 1, 0.25, 75, 1],
  ]);
  expect(summaries.find(({ id }) => id === "choices")?.rows).toEqual([
    ["made", "UK", 0.5, 2],
    ["made", "US", 1, 1],
    // two of three right over all questions
    ["made", "(mean over regions)", 0.75, 3],
  ]);
  expect(summaries.find(({ id }) => id === "normalisers")?.rows.map((cells) => cells.slice(0, 3))).toEqual([
    ["ko", "English", "porter-en"],
    ["ko", "local", "words, then porter-en"],
  ]);
  expect(summaries.find(({ id }) => id === "wrong-choices")?.rows).toEqual([["made", "UK", "Spain", 1, 1]]);
});

test("prompts hold the question in the run's language and nothing of the answers", async () => {
  const { items } = await blend.load(files, options);
  const [item] = items;
  if (item === undefined) throw new Error("an item");
  for (const variant of blend.variants.filter((candidate) => blend.applies(item, candidate))) {
    const presentation = { itemId: item.id, variantId: variant.id, repeat: 0, optionOrder: [], seed: "" };
    const { messages } = blend.prompt(item, variant, presentation, "generate", options);
    const text = JSON.stringify(messages);
    expect(text).toContain(variant.attributes.run === "english" ? "Question soup?" : "질문 soup?");
    expect(text).not.toMatch(/\{q\}|\{region\}|bread|빵/);
  }
});

test("a question without English words is asked in its own language alone, and that is told", async () => {
  const own: RecordFiles = {
    names: ["annotations/South_Korea_data.json"],
    json: async () => ({ a: question("soup", "국"), b: { ...question("rice", "밥"), en_question: " " } }),
    rows: async () => [],
  };
  const { items, problems } = await blend.load(own, options);
  const runs = items.map((item) =>
    blend.variants.filter((variant) => blend.applies(item, variant)).map(({ id }) => id),
  );
  expect(runs).toEqual([
    ["inst-4-local", "pers-3-local", "inst-4-english", "pers-3-english"],
    ["inst-4-local", "pers-3-local"],
  ]);
  expect(problems.map(({ problem }) => problem)).toContain(
    "1 question has no English wording and is asked in the local language alone: b@South_Korea",
  );
});
