import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describeWith, sharedData } from "@refract/testing";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { amammere } from "../amammere.ts";
import { itemRows } from "./item-rows.ts";
import { excludeByRules, type Participation, type Stage } from "./participation.ts";
import { poolOf } from "./pools.ts";
import { type OptionRating, rateOptions, unrated } from "./rate-stage.ts";
import { selectOptions } from "./select-options.ts";
import { agreementByPool, countChoices, isValidItem } from "./select-stage.ts";
import { mergeWritten } from "./write-stage.ts";

test("who wrote for a seed neither rates nor chooses on it, and who rated does not choose", () => {
  const history: readonly Participation[] = [
    { person: "w", seed: "S1", stage: "write" },
    { person: "r", seed: "S2", stage: "rate" },
  ];
  const rows = ["w", "r"].flatMap((person) =>
    ["S1", "S2"].map((seed) => ({ person, seed, pool: "GH" as const })),
  );
  const kept = (stage: Stage) =>
    excludeByRules(stage, rows, history).kept.map(({ person, seed }) => `${person} ${seed}`);
  expect(kept("write")).toEqual(["w S1", "w S2", "r S1"]);
  expect(kept("rate")).toEqual(["w S2", "r S1", "r S2"]);
  expect(kept("select")).toEqual(["w S2", "r S1"]);
});

test("ratings that break a rule are left out with the reason", () => {
  const row = (person: string, rating: number, pool: "GH" | "US" = "GH"): OptionRating => ({
    seed: "S1",
    option: "a jar",
    person,
    pool,
    rating,
  });
  const { options, excluded } = rateOptions(
    [row("w", 5), row("a", 4), row("a", 3), row("b", 6), row("c", 2), row("c", 2, "US")],
    [{ person: "w", seed: "S1", stage: "write" }],
  );
  expect(excluded.map(({ row: { person }, reason }) => [person, reason])).toEqual([
    ["w", "took part in stage write of seed S1"],
    ["c", "appears in both pools, GH and US"],
    ["c", "appears in both pools, GH and US"],
    ["a", "rated this option before"],
    ["b", "rating 6, expected a whole number from 1 to 5"],
  ]);
  expect(options[0]?.by).toEqual({ GH: { mean: 4, deviation: null, ratings: 1 }, US: null });
  expect(unrated(options)).toEqual([{ seed: "S1", option: "a jar", pool: "US" }]);
});

test("agreement of a pool whose items have more and fewer choices is Krippendorff's alpha, not an empty kappa", () => {
  const chosen = ["AAB", "BB", "AAAC", "C", "BBBBA"];
  const rows = chosen.flatMap((letters, item) =>
    [...letters].map((selected, person) => ({
      ...{ item: `S${item}-ghana`, seed: `S${item}`, pool: "GH" as const },
      ...{ person: `p${item}-${person}`, selected },
    })),
  );
  const [ghana] = agreementByPool(rows, []);
  // 1 - Do / De over the coincidence matrix, by numpy 2: 14 pairable values, two items alone add nothing.
  expect(ghana?.alpha).toBeCloseTo(0.2909090909090909, 12);
  expect(ghana).toMatchObject({
    kappa: null,
    problem: "items don't have equally many choices, two at least",
    alphaProblem: null,
  });
});

test("spellings merge, a corrected one counts for what was meant, and an emptied one is told", () => {
  const row = (person: string, text: string) =>
    ({ seed: "S1", pool: "GH", person, role: "correct", text }) as const;
  const { proposals, dropped } = mergeWritten(
    [row("a", "A susu box"), row("b", "susu  BOX"), row("c", "sussu box"), row("d", "???")],
    { "sussu box": "a susu box", "???": "" },
  );
  expect(proposals).toEqual([
    {
      seed: "S1",
      text: "A susu box",
      writers: { GH: { correct: 3, incorrect: 0 }, US: { correct: 0, incorrect: 0 } },
    },
  ]);
  expect(dropped.map(({ person }) => person)).toEqual(["d"]);
});

test("among equal answers one that a single person rated comes last", () => {
  const proposal = (text: string, pool: "GH" | "US", role: "correct" | "incorrect") => {
    const nobody = { correct: 0, incorrect: 0 };
    return { seed: "S1", text, writers: { GH: nobody, US: nobody, [pool]: { ...nobody, [role]: 1 } } };
  };
  const rated = (option: string, gh: number, us: number, ratings = 2) => {
    const by = (mean: number) => ({ mean, deviation: ratings < 2 ? null : 0, ratings });
    return { seed: "S1", option, by: { GH: by(gh), US: by(us) } };
  };
  const proposals = [
    proposal("jar", "GH", "correct"),
    proposal("tin", "GH", "correct"),
    proposal("bank", "US", "correct"),
    proposal("cloud", "GH", "incorrect"),
    proposal("stone", "US", "incorrect"),
  ];
  const ratings = [
    rated("jar", 5, 1, 1),
    rated("tin", 5, 1),
    rated("bank", 1, 5),
    rated("cloud", 1, 1),
    rated("stone", 1, 1),
  ];
  expect(selectOptions(proposals, ratings)).toMatchObject([{ kind: "selected", right: { GH: "tin" } }]);
  // a right answer of both pools is the key of neither, however differently they rate it
  const both = proposals.map((one) =>
    one.text === "tin"
      ? { ...one, writers: { GH: { correct: 1, incorrect: 0 }, US: { correct: 1, incorrect: 0 } } }
      : one,
  );
  expect(selectOptions(both, ratings)).toEqual([
    {
      kind: "dropped",
      seed: "S1",
      reason: 'GH: "tin" is a right answer of the other pool too, so it can be the key of neither',
    },
  ]);
});

await describeWith(sharedData("amammere"), "the collection of AMAMMERe on made data", async (folder) => {
  const read = async (name: string): Promise<readonly Readonly<Record<string, string>>[]> =>
    parse(await readFile(join(folder, name), "utf8"), { columns: true });
  const written = (await read("made_stage1_writing.csv")).map((row) => ({
    seed: row.seed_id ?? "",
    pool: poolOf(row.pool ?? "", "stage 1"),
    person: row.participant_id ?? "",
    role: row.role === "correct" ? ("correct" as const) : ("incorrect" as const),
    text: row.text ?? "",
  }));
  const wrote = written.map(({ person, seed }) => ({ person, seed, stage: "write" as const }));
  const ratings = (await read("made_stage2_ratings.csv")).map((row) => ({
    seed: row.seed_id ?? "",
    pool: poolOf(row.pool ?? "", "stage 2"),
    person: row.participant_id ?? "",
    option: row.option_text ?? "",
    rating: Number(row.rating),
  }));
  const choices = (await read("made_stage3_selection.csv")).map((row) => ({
    item: row.item_id ?? "",
    seed: `S${row.item_id?.split("-")[0]}`,
    pool: poolOf(row.pool ?? "", "stage 3"),
    person: row.participant_id ?? "",
    selected: row.selected ?? "",
  }));
  const { options, excluded } = rateOptions(ratings, wrote);
  const selections = selectOptions(mergeWritten(written).proposals, options);

  test("stage 2 has the means of the specification", () => {
    const means = (seed: string, option: string) => {
      const by = options.find((rated) => rated.seed === seed && rated.option === option)?.by;
      return [by?.GH?.mean.toFixed(4), by?.US?.mean.toFixed(4)];
    };
    expect(excluded).toEqual([]);
    expect(means("S1", "a susu box")).toEqual(["4.6667", "1.6667"]);
    expect(means("S1", "a piggy bank")).toEqual(["2.6667", "5.0000"]);
    expect(means("S3", "a school bus")).toEqual(["3.3333", "4.6667"]);
  });

  test("three seeds pass the selection and the fourth is dropped, since a bucket is not distinctive", () => {
    expect(selections).toEqual([
      {
        kind: "selected",
        seed: "S1",
        right: { GH: "a susu box", US: "a piggy bank" },
        wrong: { GH: "an asanka", US: "a wishing well" },
      },
      {
        kind: "selected",
        seed: "S2",
        right: { GH: "waakye", US: "coffee and a bagel" },
        wrong: { GH: "a roast turkey", US: "a lobster" },
      },
      {
        kind: "selected",
        seed: "S3",
        right: { GH: "a trotro", US: "a school bus" },
        wrong: { GH: "a limousine", US: "a sleigh" },
      },
      {
        kind: "dropped",
        seed: "S4",
        reason:
          'GH: "a bucket" is not distinctive: mean 4.3333 against 4.0000 of the other pool, expected a difference of at least 1',
      },
    ]);
  });

  test("the selected seeds become items that the instrument reads, nine of them, and the dropped one is told", async () => {
    const questions = ["S1", "S2", "S3", "S4"].map((seed) => ({
      seed,
      context: "Made.",
      question: "Which?",
    }));
    const { rows, left } = itemRows(selections, questions, "seed");
    const loaded = await amammere.load(
      { names: ["items.csv"], rows: async () => rows, json: async () => null },
      amammere.options.parse({}),
    );
    expect([loaded.items.length, loaded.problems]).toEqual([9, []]);
    expect(left.map(({ seed }) => seed)).toEqual(["S4"]);
  });

  test("stage 3 agrees as the specification says", () => {
    expect(
      agreementByPool(choices, wrote).map(({ pool, kappa, raw }) => [
        pool,
        kappa?.toFixed(6),
        raw?.toFixed(6),
      ]),
    ).toEqual([
      ["GH", "0.666667", "0.851852"],
      ["US", "0.614286", "0.851852"],
    ]);
  });

  test("every item is valid, and the versions without a country give each pool's key", () => {
    const { items } = countChoices(choices, wrote);
    const version = { GH: "ghana", US: "us", UN: "unspecified" } as const;
    const suffixes = ["GH", "US", "UN"] as const;
    expect(
      items.filter((item) =>
        suffixes.some(
          (suffix) => item.item.endsWith(suffix) && isValidItem(item, version[suffix], { GH: "B", US: "A" }),
        ),
      ),
    ).toHaveLength(9);
    expect(
      items.filter(({ item }) => item.endsWith("UN")).map(({ by }) => [by.GH?.majority, by.US?.majority]),
    ).toEqual([
      ["B", "A"],
      ["B", "A"],
      ["B", "A"],
    ]);
  });
});
