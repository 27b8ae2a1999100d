import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RecordFiles, ScoredRow } from "@refract/core";
import { createRandom } from "@refract/stats";
import { describeWith, sharedData } from "@refract/testing";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { culturalBench } from "./culturalbench.ts";
import { aggregateVotes, humanAccuracy, mayVerify } from "./verification-votes.ts";

type Rows = readonly Readonly<Record<string, string>>[];
const files = (content: Readonly<Record<string, Rows>>): RecordFiles => ({
  names: Object.keys(content),
  rows: async (name) => content[name] ?? [],
  json: async () => null,
});
const read = async (path: string): Promise<Rows> => parse(await readFile(path, "utf8"), { columns: true });
const presentation = { itemId: "", variantId: "hard", repeat: 0, optionOrder: [], seed: "s" };
const row = (n: number, question: string, country = "Peru") => ({
  data_idx: String(n),
  question_idx: question,
  prompt_question: "Which?",
  prompt_option: `option ${n}`,
  answer: n % 4 === 0 ? "1.0" : "0",
  country,
});

const options = culturalBench.options.parse({});

test("contested questions are left out by a switch, counted and named; without it they stay", async () => {
  const rows = [0, 1, 2, 3].map((n) => ({ ...row(n, "0"), contested: "True" }));
  const more = [4, 5, 6, 7].map((n) => ({ ...row(n, "1"), contested: "False" }));
  const content = files({ "h.csv": [...rows, ...more] });
  expect((await culturalBench.load(content, options)).items).toHaveLength(10);
  const { items, problems } = await culturalBench.load(content, { drop_contested: true });
  expect(items).toHaveLength(5);
  expect(problems).toEqual([
    { place: "contested questions", problem: "1 left out by drop_contested: 0", dropped: true },
  ]);
});

/** A row of Easy, the first question's. */
const easyRow = {
  data_idx: "0",
  question_idx: "0",
  prompt_question: "Which?",
  prompt_option_a: "1",
  prompt_option_b: "2",
  prompt_option_c: "3",
  prompt_option_d: "4",
  answer: "A",
  country: "Peru",
};

test("the gap is Easy minus Hard over questions scored in both", async () => {
  const content = files({
    "e.csv": [easyRow],
    "h.csv": [0, 1, 2, 3, 4, 5, 6, 7].map((n) => row(n, n < 4 ? "0" : "1")),
  });
  const { items } = await culturalBench.load(content, options);
  const rows = items.flatMap((item) => {
    const variant = culturalBench.variants.find((one) => culturalBench.applies(item, one));
    const reply =
      item.format.kind === "choice"
        ? "A"
        : item.format.kind === "several"
          ? "A True, B False, C False, D False"
          : "True";
    const parsed = culturalBench.parse(reply, item, presentation, "generate", options);
    return variant === undefined
      ? []
      : [{ item, variant, repeat: 0, respondent: "m", mode: "generate" as const, reply, parsed }];
  });
  expect(culturalBench.summaries?.(rows, options)[0]?.rows).toEqual([
    ["m", "four calls", 1, 1, 0, 1],
    ["m", "one call", 1, 1, 1, 0],
  ]);
});

test("people see which answer a judgement is about, and models are asked as before", async () => {
  const content = files({ "h.csv": [0, 1, 2, 3].map((n) => row(n, "0")) });
  const { items } = await culturalBench.load(content, options);
  expect(items.map(({ question }) => question)).toEqual([
    ...[0, 1, 2, 3].map((n) => `Which?\n\nProposed answer: option ${n}`),
    "Which?",
  ]);
  const prompts = items.map((item) => {
    const variant = culturalBench.variants.find((one) => culturalBench.applies(item, one));
    if (variant === undefined) throw new Error("no variant");
    return culturalBench.prompt(item, variant, presentation, "generate", options).messages[0]?.content;
  });
  expect(prompts[0]).toBe("Question: Which?\nProposed answer: option 0\nIs it right? Reply True or False.");
  expect(prompts[4]).toContain("Question: Which?\nFour proposed answers:\nA. option 0");
});

test("questions without four rows, unknown countries and the columns of version 0.1 are told", async () => {
  const rows = [0, 1, 2, 3].map((n) => row(n, "0", "Atlantis")).concat([row(4, "1")]);
  const { items, problems } = await culturalBench.load(files({ "h.csv": rows }), options);
  expect(items).toHaveLength(5);
  expect(problems).toEqual([
    { place: "question 1", problem: "1 row, expected exactly 4", dropped: true },
    {
      place: 'country "Atlantis"',
      problem: "4 rows, first question 0: has no region; read, and under (none) in the cut by regions",
      dropped: false,
    },
  ]);
  const early = { initial_question_template: "x", final_question_template_reviewed: "y" };
  await expect(culturalBench.load(files({ "e.csv": [early] }), options)).rejects.toThrow(/version 0\.1/);
});

test("a question of Easy that stands twice under other numbers is told and kept once", async () => {
  const { items, problems } = await culturalBench.load(
    files({ "e.csv": [easyRow, { ...easyRow, data_idx: "1" }] }),
    options,
  );
  expect(items.map(({ id }) => id)).toEqual(["easy-0"]);
  expect(problems).toEqual([
    { place: "e.csv row 2", problem: "question 0 stands twice, the first is kept", dropped: true },
  ]);
});

test("untrue is false", async () => {
  const { items } = await culturalBench.load(
    files({ "h.csv": [0, 1, 2, 3].map((n) => row(n, "0")) }),
    options,
  );
  const [item] = items;
  if (item === undefined) throw new Error("no item");
  expect(culturalBench.parse("untrue", item, presentation, "generate", options).value).toBe(false);
  expect(culturalBench.parse("It is TRUE.", item, presentation, "generate", options).value).toBe(true);
});

test("four judgements in one reply are read by letter or in order, and a question needs all four", async () => {
  const rows = [0, 1, 2, 3].map((n) => ({ ...row(n, "0"), answer: n < 2 ? "1" : "0" }));
  const { items } = await culturalBench.load(files({ "h.csv": rows }), options);
  const item = items.find(({ format }) => format.kind === "several");
  const variant = culturalBench.variants.find(({ id }) => id === "hard-in-one");
  if (item === undefined || variant === undefined) throw new Error("no item");
  expect(item.gold).toEqual({ kind: "all", accepted: ["a", "b"] });
  const read = (reply: string) => culturalBench.parse(reply, item, presentation, "generate", options);
  const scored = (reply: string) =>
    culturalBench
      .score(
        [{ item, variant, repeat: 0, respondent: "m", mode: "generate", reply, parsed: read(reply) }],
        options,
      )
      .map(({ points }) => points.value);
  expect(read("A: True\nB. true\nC) False\nD is FALSE")).toEqual({
    value: ["a", "b"],
    missing: null,
    rule: "together/letters",
  });
  expect(read("true, false, true, false")).toMatchObject({ value: ["a", "c"], rule: "together/in-order" });
  // whatever stands around letters, they count before the order
  for (const reply of [
    "**D**: True\n**C**: False\n**B:** False\n**A:** False",
    '{"D": true, "C": false, "B": false, "A": false}',
    "d) true\nc) false\nb) false\na) false",
    "D → True, C → False, B → False, A → False",
    "D. a bowl: True\nC. a knife: False\nB. a fork: False\nA. a spoon: False",
  ])
    expect([reply, read(reply).value]).toEqual([reply, ["d"]]);
  for (const reply of [
    "true, false, true",
    "A: True",
    "a true story, a false one, all is true, all is false, true",
  ])
    expect(read(reply)).toMatchObject({ value: null, missing: "unparsed" });
  expect(scored("A: True\nB: True\nC: False\nD: False")).toEqual([1, 1]);
  // a missed second answer, an extra one, nothing readable
  expect(scored("A: True\nB: False\nC: False\nD: False")).toEqual([0, 0.75]);
  expect(scored("A: True\nB: True\nC: True\nD: False")).toEqual([0, 0.75]);
  expect(scored("I cannot tell")).toEqual([0, 0]);
});

test("nobody verifies an own question or one of another region", () => {
  const question = { writer: "w", region: "Peru" };
  expect(mayVerify({ id: "w", region: "Peru" }, question)).toBe(false);
  expect(mayVerify({ id: "v", region: "Nepal" }, question)).toBe(false);
  expect(mayVerify({ id: "v", region: "Peru" }, question)).toBe(true);
});

await describeWith(sharedData("culturalbench"), "the shared data of CulturalBench", (folder) => {
  const hard = async () =>
    culturalBench.load(
      files({ "made_h.csv": await read(join(folder, "made_CulturalBench-Hard.csv")) }),
      options,
    );
  const scored = async (replyOf: (dataIndex: string) => string) => {
    const { items } = await hard();
    const variant = culturalBench.variants[1];
    if (variant === undefined) throw new Error("no variant");
    const rows = items
      .filter((item) => culturalBench.applies(item, variant))
      .map((item): ScoredRow => {
        const reply = replyOf(item.id.replace("hard-", ""));
        const parsed = culturalBench.parse(reply, item, presentation, "generate", options);
        return { item, variant, repeat: 0, respondent: "m", mode: "generate", reply, parsed };
      });
    return new Map(
      [...Map.groupBy(rows, ({ item }) => item.group)].map(([group, of]) => [
        group,
        culturalBench.score(of, options),
      ]),
    );
  };

  test("Hard has 24 rows, 6 questions, one with two true options, all countries known; Easy has 6", async () => {
    const loaded = await hard();
    const { problems } = loaded;
    const items = loaded.items.filter(({ format }) => format.kind === "true-false");
    expect([items.length, new Set(items.map(({ group }) => group)).size, problems]).toEqual([24, 6, []]);
    const several = items.filter(({ attributes }) => attributes.answers === "several");
    expect(new Set(several.map(({ cluster }) => cluster))).toEqual(new Set(["2"]));
    const easy = await culturalBench.load(
      files({ "e.csv": await read(join(folder, "made_CulturalBench-Easy.csv")) }),
      options,
    );
    expect([easy.items.length, easy.problems]).toEqual([6, []]);
  });

  test("the predictions score 21 of 24 judgements and 3 of 6 questions; 2, 3 and 5 fail", async () => {
    const replies = new Map(
      (await read(join(folder, "made_hard_predictions.csv"))).map((of) => [of.data_idx, of.response]),
    );
    const scores = await scored((id) => replies.get(id) ?? "");
    const of = (metric: string) =>
      [...scores].map(
        ([group, found]) =>
          [group, Number(found.find((score) => score.metric === metric)?.points.value)] as const,
      );
    expect(
      of("accuracy")
        .filter(([, value]) => value === 0)
        .map(([group]) => group),
    ).toEqual(["hard-2", "hard-3", "hard-5"]);
    expect(of("judgement").reduce((sum, [, value]) => sum + value, 0) / 6).toBe(0.875);
  });

  test("all true scores nothing, a fair coin 6.25 % within a point over 20,000 draws", async () => {
    const scores = await scored(() => "True");
    expect([...scores.values()].every(([score]) => score?.points.value === 0)).toBe(true);
    const random = createRandom("coin");
    const { items } = await hard();
    const variant = culturalBench.variants[1];
    if (variant === undefined) throw new Error("no variant");
    const questions = [
      ...Map.groupBy(
        items.filter((item) => culturalBench.applies(item, variant)),
        ({ group }) => group,
      ).values(),
    ];
    const [first] = items;
    if (first === undefined) throw new Error("no item");
    // each side of the coin is read once: the draws are about scores
    const sides = ["True", "False"].map((reply) => ({
      ...{ reply, parsed: culturalBench.parse(reply, first, presentation, "generate", options) },
    }));
    let [right, draws] = [0, 0];
    while (draws < 20_000)
      for (const question of questions) {
        const rows = question.map((item): ScoredRow => {
          const { reply, parsed } = random.pick(sides);
          return { item, variant, repeat: 0, respondent: "m", mode: "generate", reply, parsed };
        });
        right += Number(culturalBench.score(rows, options)[0]?.points.value);
        draws += 1;
      }
    expect(Math.abs(right / draws - 0.0625)).toBeLessThan(0.01);
  });

  test("votes accept A, none, A and B, C, A, and A contested", async () => {
    const votes = (await read(join(folder, "made_verification_votes.csv"))).map((of) => ({
      question: of.question_idx ?? "",
      verifier: of.verifier_id ?? "",
      selected: (of.selected ?? "").split(";").filter((letter) => letter !== ""),
    }));
    const found = aggregateVotes(votes);
    expect(found.map(({ accepted }) => accepted.join(""))).toEqual(["A", "", "AB", "C", "A", "A"]);
    expect(found.map(({ mode }) => mode)).toEqual([
      "single",
      "dropped",
      "multi",
      "single",
      "single",
      "single",
    ]);
    expect(found.filter(({ contested }) => contested).map(({ question }) => question)).toEqual(["5"]);
    // 4, 4, 5, 4 and 2 of five, counted by hand; the dropped question has no key
    expect(found.map(({ agreeing }) => agreeing)).toEqual([4, 0, 4, 5, 4, 2]);
    expect(humanAccuracy(found)).toBe(19 / 25);
    expect(humanAccuracy([])).toBeNull();
    // who votes again has one vote
    expect(aggregateVotes([...votes, ...votes])).toEqual(found);
  });

  test("the built-in regions are those of the file: 45 countries in 11 groups", async () => {
    const rows = await read(join(folder, "regions.csv"));
    expect([rows.length, new Set(rows.map((of) => of.region_group)).size]).toEqual([45, 11]);
    const questions = rows.flatMap((of, index) =>
      [0, 1, 2, 3].map((n) => row(4 * index + n, String(index), of.country)),
    );
    const { items, problems } = await culturalBench.load(files({ "r.csv": questions }), options);
    expect(problems).toEqual([]);
    expect(rows.map((_, index) => items[5 * index]?.attributes.region)).toEqual(
      rows.map((of) => of.region_group),
    );
  });
});
