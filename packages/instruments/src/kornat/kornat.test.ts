import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Item, RecordFiles, ScoredRow, Summary } from "@refract/core";
import { describeWith, sharedData } from "@refract/testing";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { kornat } from "./kornat.ts";
import { majorityOf } from "./majority.ts";
import { majorityScores } from "./majority-scores.ts";
import { isOpinion, majoritySide, sideOf } from "./opinion.ts";
import { surveyShares } from "./score.ts";

const options = kornat.options.parse({});

function tables(
  content: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>,
): RecordFiles {
  return {
    names: Object.keys(content),
    rows: async (name) => content[name] ?? [],
    json: async () => null,
  };
}

const value = (id: string, counts: readonly number[], more: Readonly<Record<string, unknown>> = {}) => ({
  id,
  keyword: "work",
  question: `Statement ${id}.`,
  strongly_disagree: counts[0],
  disagree: counts[1],
  neutral: counts[2],
  agree: counts[3],
  strongly_agree: counts[4],
  ...more,
});

const knowledge = {
  SubCategory: "Science",
  Question: "2 + 2 = ?",
  A: "3",
  B: "4",
  C: "5",
  D: "6",
  Answer: "B",
};

describe("a study of our own", () => {
  const option = (id: string) => ({ id, text: id });
  const five = ["strongly_disagree", "disagree", "neutral", "agree", "strongly_agree"].map(option);
  const item = (id: string, options = five) => ({
    item: id,
    stage: "opinions",
    question: `Statement ${id}.`,
    options,
    attributes: { keyword: "work" },
  });
  const said = (respondent: string, id: string, opinion: string | null, rule = "people/answer") => ({
    ...{ item: id, stage: "opinions", respondent, rule, value: opinion },
    missing: opinion === null ? "prefer-not-to-say" : null,
  });
  const files = tables({
    "answers.jsonl": [{ user_id: "u3", conversation_id: null, field: "district", value: "south" }],
    "items.jsonl": [item("a"), item("b"), item("c", [option("yes"), option("no")])],
    "responses.jsonl": [
      said("u1", "a", "agree"),
      said("u2", "a", "agree"),
      said("u3", "a", "neutral"),
      said("u4", "a", "disagree"),
      said("u5", "a", null, "people/prefer-not-to-say"),
      said("u6", "a", "unsure", "people/opt-out"),
      said("u1", "c", "yes"),
    ],
    "survey.jsonl": [
      { user_id: "u1", district: "north" },
      { user_id: "u2", district: "north" },
    ],
  });

  test("gives shares over those who chose an option, and tells what nobody answered", async () => {
    const { items, problems } = await kornat.load(files, options);
    expect(items.map(({ id, gold, attributes }) => [id, gold, attributes.keyword])).toEqual([
      [
        "a",
        {
          kind: "distribution",
          respondents: 4,
          shares: { strongly_disagree: 0, disagree: 0.25, neutral: 0.25, agree: 0.5, strongly_agree: 0 },
        },
        "work",
      ],
    ]);
    expect(problems).toEqual([{ place: "item b", problem: "nobody has answered it", dropped: true }]);
  });

  test("gives the shares of each level of a survey field as populations, except of groups of a few people", async () => {
    const of = (settings: object) =>
      kornat.load(files, kornat.options.parse({ population: "district", ...settings }));
    const { items, problems } = await of({ smallest_group: 2 });
    expect(items[0]?.record.populations).toEqual({
      north: { strongly_disagree: 0, disagree: 0, neutral: 0, agree: 1, strongly_agree: 0 },
    });
    expect(problems).toContainEqual({
      place: 'population "south"',
      problem: "1 item has fewer than 2 respondents of it, and no shares of the group",
      dropped: true,
    });
    expect((await of({})).items[0]?.record.populations ?? {}).toEqual({});
  });
});

test("records of other programs under the names of a dataset's files are refused by row and field", async () => {
  const files = tables({ "items.jsonl": [{ id: "a" }], "responses.jsonl": [] });
  await expect(kornat.load(files, options)).rejects.toThrow(
    /^items\.jsonl row 1: item: .*, expected a dataset that refract export wrote$/,
  );
});

test("statements without counts are items to be put to people, without a truth", async () => {
  const { items } = await kornat.load(
    tables({ "statements.csv": [{ id: "S1", keyword: "work", question: "Work is fun." }] }),
    options,
  );
  expect(items).toMatchObject([{ id: "S1", gold: { kind: "none" }, format: { kind: "likert" } }]);
});

describe("records", () => {
  test("counts, shares and percentages give the same shares", async () => {
    const { items, problems } = await kornat.load(
      tables({
        "values.csv": [
          value("a", [10, 20, 20, 40, 10]),
          value("b", [0.1, 0.2, 0.2, 0.4, 0.1]),
          value("c", [10, 20, 20, 39.6, 10]),
          value("d", [0.1, 0.2, 0.2, 0.4, 0.09]),
          value("e", [0.1, 0.2, 0.2, 0.4, 0.11]),
        ],
      }),
      options,
    );
    expect(problems).toEqual([]);
    expect(items.map((item) => surveyShares(item)?.agree.toFixed(2))).toEqual([
      "0.40",
      "0.40",
      "0.40",
      "0.40",
      "0.40",
    ]);
    expect(items.map(({ gold }) => (gold.kind === "distribution" ? gold.respondents : 0))).toEqual([
      100,
      null,
      null,
      null,
      null,
    ]);
  });

  test("wrong rows are told by file, line and id, and the others stand", async () => {
    const { items, problems } = await kornat.load(
      tables({
        "values.csv": [
          value("a", [1, 1, 1, 1, 1]),
          value("a", [1, 1, 1, 1, 1]),
          value("b", [0.5, 0.1, 0.1, 0.1, 0.1]),
          value("c", [1, 1, -1, 1, 1]),
        ],
        "knowledge.csv": [knowledge, { ...knowledge, Answer: "E" }],
      }),
      options,
    );
    expect(items.map(({ id }) => id)).toEqual(["a", "knowledge-1"]);
    expect(problems.map(({ place, problem }) => `${place}: ${problem}`)).toEqual([
      'values.csv row 2: id "a" stands twice, the first is kept',
      "values.csv row 3: id b: options sum to 0.8999999999999999, expected counts, shares that sum to 1 or percentages that sum to 100",
      'values.csv row 4: id c: neutral: invalid value "-1", expected a count or a share',
      'knowledge.csv row 2: Answer "E", expected A to D',
    ]);
  });

  test("renamed columns are mapped by an option, and refused without one", async () => {
    const { question, ...rest } = value("a", [1, 1, 1, 1, 1]);
    const files = tables({ "values.csv": [{ ...rest, text: question }] });
    await expect(kornat.load(files, options)).rejects.toThrow(
      /no KorNAT records: expected .* found values\.csv: id, /,
    );
    const mapped = await kornat.load(files, kornat.options.parse({ columns: { question: "text" } }));
    expect(mapped.items).toHaveLength(1);
  });
});

describe("replies", async () => {
  const { items } = await kornat.load(
    tables({
      "values.csv": [
        value("e", [1, 1, 1, 1, 1]),
        value("k", [1, 1, 1, 1, 1], { question: "주 4일제는 표준이 되어야 한다." }),
      ],
    }),
    options,
  );
  const parsed = (reply: string, place: 0 | 1) => {
    const item = items[place];
    if (item === undefined) throw new Error("two items");
    const presentation = {
      itemId: item.id,
      variantId: "t1",
      repeat: 0,
      optionOrder: [...kornat.order(item, variantOf(1), "", options)],
      seed: "",
    };
    return kornat.parse(reply, item, presentation, "generate", options);
  };

  test.each([
    ["D", "agree", "alone/letter"],
    ["Answer: (B)", "disagree", "cue/letter"],
    ["D입니다", "agree", "alone/letter"],
    ["Ｃ", "neutral", "alone/letter"],
    ["Strongly agree", "strongly_agree", "alone/text"],
    ["I disagree with that.", "disagree", "only/word"],
    ["I do not agree.", "disagree", "only/word"],
    ["I don't agree, I strongly disagree", "strongly_disagree", "only/text"],
    ["e", "strongly_agree", "alone/letter"],
    ["A good question. D", "agree", "alone/letter"],
  ])('"%s" is %s', (reply, expected, rule) => {
    expect(parsed(reply, 0)).toEqual({ value: expected, missing: null, rule });
  });

  test("Korean wordings are found with their endings", () => {
    expect(parsed("매우 동의한다고 생각합니다", 1).value).toBe("strongly_agree");
  });

  test.each([
    "",
    "   ",
    "I would rather not say.",
    "Aber nein",
    "A good question indeed",
    "agree or disagree",
    "I would not strongly agree",
  ])('"%s" is no answer, never neutral', (reply) => {
    expect(parsed(reply, 0)).toMatchObject({ value: null, missing: "unparsed" });
  });
});

function variantOf(template: number) {
  const variant = kornat.variants[template - 1];
  if (variant === undefined) throw new Error(`no template ${template}`);
  return variant;
}

await describeWith(sharedData("kornat"), "KorNAT on made data of ten items", async (folder) => {
  const rowsOf = async (name: string): Promise<readonly Readonly<Record<string, string>>[]> =>
    parse(await readFile(join(folder, name), "utf8"), { columns: true, bom: true });
  const loaded = await kornat.load(
    tables({ "made_social_values.csv": await rowsOf("made_social_values.csv") }),
    options,
  );
  const itemOf = (id: string): Item => {
    const item = loaded.items.find((candidate) => candidate.id === id);
    if (item === undefined) throw new Error(`no item ${id}`);
    return item;
  };
  const row = (respondent: string, id: string, answer: string, template = 1): ScoredRow => ({
    item: itemOf(id),
    variant: variantOf(template),
    repeat: 0,
    respondent,
    mode: "generate",
    reply: answer,
    parsed:
      answer === ""
        ? { value: null, missing: "unparsed", rule: "empty" }
        : { value: answer, missing: null, rule: "letter" },
  });
  const answers = await rowsOf("made_model_answers.csv");
  const runs = await rowsOf("made_prompt_runs.csv");

  test.each([
    ["m_agree", 0.310959, 0.481279, 0.323744],
    ["m_neutral", 0.227854, 0.227854, 0.519635],
    ["m_mix", 0.327854, 0.494977, 0.56758],
  ])("%s scores SVA %f, A-SVA %f, N-SVA %f", (model, sva, aSva, nSva) => {
    const points = answers
      .filter((answer) => answer.model === model)
      .flatMap(({ id = "", answer = "" }) => kornat.score([row(model, id, answer)], options));
    const mean = (metric: string) => {
      const own = points.filter((point) => point.metric === metric);
      return own.reduce((sum, { points: of }) => sum + Number(of.value), 0) / own.length;
    };
    expect(mean("sva")).toBeCloseTo(sva, 6);
    expect(mean("a_sva")).toBeCloseTo(aSva, 6);
    expect(mean("n_sva")).toBeCloseTo(nSva, 6);
  });

  test("four items have no side that holds more than half", () => {
    const without = loaded.items.filter((item) => {
      const shares = surveyShares(item);
      return shares !== null && majoritySide(shares) === null;
    });
    expect(without.map(({ id }) => id)).toEqual(["KV03", "KV04", "KV05", "KV10"]);
  });

  test("the majority over templates: two items tie, one of them no longer after folding to sides", () => {
    const majorities = runs.map(({ id, ...cells }) => {
      const given = Object.values(cells).map((cell) => (isOpinion(cell) ? cell : null));
      const folded = majorityOf(given.map((answer) => (answer === null ? null : sideOf(answer))));
      return [id, majorityOf(given), folded] as const;
    });
    expect(majorities.map(([id, full]) => [id, full.kind === "answer" ? full.answer : full.kind])).toEqual([
      ["KV01", "agree"],
      ["KV02", "tied"],
      ["KV03", "neutral"],
      ["KV04", "tied"],
      ["KV05", "disagree"],
    ]);
    expect(majorities[1]?.[2]).toEqual({ kind: "answer", answer: "agree" });
    const rows = runs.flatMap(({ id = "", ...cells }) =>
      Object.values(cells).map((cell, index) => row("made", id, cell ?? "", index + 1)),
    );
    const summary = kornat.summaries?.(rows, options).find(({ id }) => id === "majority");
    expect(summary?.rows[0]?.slice(10)).toEqual([5, 2, 1, 0]);
  });

  test("the uniform guess scores 0.2 and no model is above the oracle", () => {
    const baselines = kornat.baselines(loaded.items, variantOf(1), options);
    const of = (name: string, metric: string) =>
      baselines.find((baseline) => baseline.name === name && baseline.metric === metric)?.value ?? Number.NaN;
    expect(of("uniform guess", "sva")).toBe(0.2);
    for (const model of ["m_agree", "m_neutral", "m_mix"]) {
      const items = answers
        .filter((answer) => answer.model === model)
        .flatMap(({ id = "", answer = "" }) => {
          const shares = surveyShares(itemOf(id));
          return shares === null || !isOpinion(answer) ? [] : [{ shares, answers: [answer] }];
        });
      const scores = majorityScores(items, options);
      expect(of("oracle", "sva")).toBeGreaterThanOrEqual(scores.sva);
      expect(of("oracle", "a_sva")).toBeGreaterThanOrEqual(scores.aSva);
      expect(of("oracle", "n_sva")).toBeGreaterThanOrEqual(scores.nSva);
    }
  });

  test("the ceiling is the mean of each item's largest share, and the table says how much of the way is gone", () => {
    const baselines = kornat.baselines(loaded.items, variantOf(1), options);
    const of = (name: string) =>
      baselines.filter((baseline) => baseline.name === name).map(({ value }) => Number(value.toFixed(6)));
    // computed from the counts with Python 3.11
    expect(of("oracle")).toEqual([0.36758, 0.561187, 0.793151]);
    expect(of("uniform guess")).toEqual([0.2, 0.354429, 0.296073]);
    const rows = answers
      .filter(({ model }) => model === "m_agree")
      .map(({ id = "", answer = "" }) => row("m_agree", id, answer));
    const scale = kornat.summaries?.(rows, options).find(({ id }) => id === "scale");
    expect(
      scale?.rows.map((cells) =>
        cells.slice(1).map((cell) => (typeof cell === "number" ? Number(cell.toFixed(6)) : cell)),
      ),
    ).toEqual([
      ["SVA", 0.310959, 0.2, 0.36758, 0.662125],
      ["A-SVA", 0.481279, 0.354429, 0.561187, 0.613516],
      ["N-SVA", 0.323744, 0.296073, 0.793151, 0.055668],
    ]);
  });
});

test("the tables of Korean and English questions stand apart", async () => {
  const { items } = await kornat.load(
    tables({
      "eng.csv": [value("a", [10, 20, 20, 40, 10])],
      "kor.csv": [{ ...value("a", [10, 20, 20, 40, 10]), question: "일은 즐겁다." }],
    }),
    options,
  );
  const rows = items.map((item): ScoredRow => {
    const reply = item.language === "ko" ? "agree" : "neutral";
    const parsed = { value: reply, missing: null, rule: "letter" } as const;
    return { item, variant: variantOf(1), repeat: 0, respondent: "m", mode: "generate", reply, parsed };
  });
  const majorities = (of: readonly ScoredRow[]) =>
    kornat
      .summaries?.(of, options)
      .filter(({ id }) => id.startsWith("majority"))
      .map(({ id, title, rows: cells }) => [id, title, cells[0]?.[1]]);
  expect(majorities(rows)).toEqual([
    ["majority-en", "Majority over templates, English questions", 0.2],
    ["majority-ko", "Majority over templates, Korean questions", 0.4],
  ]);
  expect(majorities(rows.slice(0, 1))).toEqual([["majority", "Majority over templates", 0.2]]);
});

test("a subject is passed from 0.6 on, by the answer most templates gave; a tie is wrong", async () => {
  const { items } = await kornat.load(
    tables({
      "knowledge.csv": [1, 2, 3, 4, 5, 6].map((number) => ({
        ...knowledge,
        SubCategory: number === 6 ? "Korean" : "Science",
        Question: `What is ${number} + 1?`,
      })),
    }),
    options,
  );
  const answered = (place: number, letters: readonly string[]): readonly ScoredRow[] =>
    items.slice(place, place + 1).flatMap((item) =>
      letters.map((letter, template) => ({
        item,
        variant: variantOf(template + 1),
        repeat: 0,
        respondent: "m",
        mode: "generate",
        reply: letter,
        parsed: kornat.parse(
          letter,
          item,
          { itemId: item.id, variantId: "t1", repeat: 0, optionOrder: ["A", "B", "C", "D"], seed: "" },
          "generate",
          options,
        ),
      })),
    );
  const rows = [
    ...answered(0, ["B", "B", "A"]),
    ...answered(1, ["B", "?", "?"]),
    ...answered(2, ["B"]),
    ...answered(3, ["B", "A"]),
    ...answered(4, ["A", "A", "B"]),
    ...answered(5, ["?"]),
  ];
  const pass = kornat.summaries?.(rows, options).find(({ id }) => id === "pass");
  expect(pass?.rows.map((cells) => [cells[1], cells[2], cells[3], cells[7]])).toEqual([
    ["(all)", 3, 6, "no"],
    ["Korean", 0, 1, "no"],
    ["Science", 3, 5, "yes"],
  ]);
  const told = (of: Summary | undefined) =>
    of?.rows.slice(0, 1).map((cells) => [cells[2], cells[4], cells[8], cells[9]]);
  expect(told(pass)).toEqual([[3, 0.5, 1, 1]]);
  const half = kornat.options.parse({ majority: "half" });
  // one of one template is more than half
  expect(told(kornat.summaries?.([...rows, ...answered(2, ["A", "C", "B"])], half).find(isPass))).toEqual([
    [2, 2 / 6, 2, 1],
  ]);
  const mean = kornat.options.parse({ ties: "mean" });
  expect(told(kornat.summaries?.(rows, mean).find(isPass))).toEqual([[3, 3.5 / 6, 1, 1]]);
});

function isPass({ id }: Summary): boolean {
  return id === "pass";
}
