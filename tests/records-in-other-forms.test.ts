import { copyFile, mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openRecordFolder } from "@refract/ask";
import { instruments } from "@refract/instruments";
import { describeWith, sharedCases } from "@refract/testing";
import { describe, expect, test } from "vitest";

/** Loads one file as a folder of records of an instrument. */
async function load(id: string, name: string, write: (path: string) => Promise<void>) {
  await using folder = await mkdtempDisposable(join(tmpdir(), "refract-forms-"));
  await mkdir(dirname(join(folder.path, name)), { recursive: true });
  await write(join(folder.path, name));
  const instrument = instruments.find((one) => one.id === id);
  if (instrument === undefined) throw new Error(`no instrument ${id}`);
  const { items, problems } = await instrument.load(
    await openRecordFolder(folder.path),
    instrument.options.parse(id === "global-mmlu" ? { shots: 0 } : {}),
  );
  return {
    keys: items.map(({ gold }) =>
      gold.kind === "key" ? gold.accepted.join() : gold.kind === "truth" ? gold.value : gold.kind,
    ),
    firstOption: items.map(({ format }) => (format.kind === "choice" ? format.options[0]?.text : null))[0],
    told: problems.map(({ problem }) => problem),
  };
}

const header =
  "data_idx,question_idx,prompt_question,prompt_option_a,prompt_option_b,prompt_option_c,prompt_option_d,answer,country";
const easy = (answers: readonly string[]) => (path: string) =>
  writeFile(
    path,
    [header, ...answers.map((answer, n) => `${n},${n},Which?,one,two,three,four,${answer},Peru`)].join("\n"),
  );

describe("keys of options", () => {
  test.each([
    [
      ["A", "b", "(C)", "D."],
      ["a", "b", "c", "d"],
    ],
    [
      ["0", "1", "3"],
      ["a", "b", "d"],
    ],
    [
      ["1", "2", "4"],
      ["a", "b", "d"],
    ],
    [
      ["0.0", "3.0"],
      ["a", "d"],
    ],
    [
      ["two", "four"],
      ["b", "d"],
    ],
  ])("%j are read as %j", async (answers, keys) => {
    expect((await load("culturalbench", "easy.csv", easy(answers))).keys).toEqual(keys);
  });

  test("numbers are told, and those that may begin at 0 or 1 are refused with what was expected", async () => {
    expect((await load("culturalbench", "easy.csv", easy(["0", "2"]))).told).toEqual([
      "answer holds numbers, which are read as 0 for A to 3 for D",
    ]);
    await expect(load("culturalbench", "easy.csv", easy(["1", "2"]))).rejects.toThrow(
      'no questions can be read; easy.csv row 1: answer "1", expected A to D; the numbers of this table have no 0 and no 4, so it is open whether they begin at 0 or 1; easy.csv row 2: answer "2"',
    );
  });

  test("a folder whose rows are all refused says which values, not which columns", async () => {
    await expect(load("culturalbench", "easy.csv", easy(["x", "E", "y", "z"]))).rejects.toThrow(
      'no questions can be read; easy.csv row 1: answer "x", expected A to D; easy.csv row 2: answer "E", expected A to D; easy.csv row 3: answer "y", expected A to D; and 1 more like these',
    );
  });
});

test("a quote inside a field stands for itself, and one that is never closed is refused with its line", async () => {
  const rows = (option: string) => (path: string) =>
    writeFile(path, `${header}\n0,0,Which?,${option},two,three,four,A,Peru\n`);
  expect((await load("culturalbench", "easy.csv", rows('5" cob'))).firstOption).toBe('5" cob');
  await expect(load("culturalbench", "easy.csv", rows('"5 cob'))).rejects.toThrow(/^easy\.csv line 2: /);
});

await describeWith(sharedCases("files"), "records in other hands' forms", (folder) => {
  const read = (id: string, file: string, name = file) =>
    load(id, name, (path) => copyFile(join(folder, file), path));

  test.each([
    ["easy-integer-keys.csv", ["a", "a", "a", "c", "a", "a"]],
    ["easy-json-lines.json", ["a", "a", "a", "c", "a", "a"]],
    ["easy-stray-quote.csv", ["a", "a", "a", "c", "a", "a"]],
    ["culturalbench-4-questions.csv", ["a", "a", "a", "a"]],
  ])("%s", async (file, keys) => {
    expect((await read("culturalbench", file)).keys).toEqual(keys);
  });

  test("hard-yes-no.csv: three questions of four judgements, and each in one call", async () => {
    const question = [true, false, false, false, "all"];
    expect((await read("culturalbench", "hard-yes-no.csv")).keys).toEqual([
      ...question,
      ...question,
      ...[true, true, false, false, "all"],
    ]);
  });

  test("easy-stray-quote.csv keeps the quote", async () => {
    expect((await read("culturalbench", "easy-stray-quote.csv")).firstOption).toBe('Corn 5" cob');
  });

  test("kornat-3-questions.csv and global-mmlu-both-a-and-b.csv", async () => {
    expect((await read("kornat", "kornat-3-questions.csv")).keys).toEqual([
      "distribution",
      "distribution",
      "distribution",
    ]);
    expect((await read("global-mmlu", "global-mmlu-both-a-and-b.csv", "en/test.csv")).keys).toEqual(["c"]);
  });
});
