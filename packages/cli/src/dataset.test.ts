import { readdir, readFile, writeFile } from "node:fs/promises";
import { StubHub } from "@refract/testing";
import { madeFolder, madeReleaseFiles } from "@refract/testing/made-release";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refract, smallStudy, workingFolder } from "./command-line.fixture.ts";

const release = madeReleaseFiles({ seed: "command line", participants: 6 });
const lines = (records: readonly unknown[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join("");

let folder: Awaited<ReturnType<typeof workingFolder>>;
let copy: Awaited<ReturnType<typeof madeFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
  copy = await madeFolder(release);
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  await copy[Symbol.asyncDispose]();
});

const count = (name: keyof typeof release) => release[name].length.toLocaleString("en-US");

describe("dataset check", () => {
  test("lists the files and says that nothing is wrong", async () => {
    const checked = await refract("dataset", "check", copy.path);
    expect(checked).toMatchObject({ exitCode: 0, err: "" });
    expect(checked.out).toMatch(new RegExp(`^utterances\\.jsonl +${count("utterances.jsonl")} `, "m"));
    expect(checked.out).toMatch(/ok: nothing is wrong\n$/);
  });

  test("says file, line, field, value and expectation of what is wrong, and fails", async () => {
    const [first, ...others] = release["utterances.jsonl"];
    await copy.write("utterances.jsonl", [{ ...first, score: 101 }, ...others]);
    const checked = await refract("dataset", "check", copy.path);
    expect(checked).toMatchObject({ exitCode: 1, err: "" });
    expect(checked.out).toMatch(
      /^utterances\.jsonl line 1: score: invalid value 101, expected at most 100\n/,
    );
    expect(checked.out).toMatch(/\n\d+ violations?: schema 1.*\n$/);
  });

  test("prints the first fifty and counts the rest", async () => {
    await copy.write(
      "utterances.jsonl",
      release["utterances.jsonl"].map((record) => ({ ...record, score: 101 })),
    );
    const { out } = await refract("dataset", "check", copy.path);
    const printed = out.split("\n").filter((line) => line.includes(" line ")).length;
    expect(printed).toBe(50);
    expect(out).toMatch(/\n… and [\d,]+ more; --json lists the first [\d,]+\n/);
  });

  test.each(["nowhere", "file.txt", "."])("%s is no dataset", async (path) => {
    await writeFile("file.txt", "");
    const checked = await refract("dataset", "check", path);
    expect(checked).toMatchObject({ exitCode: 2, out: "" });
    expect(checked.err).toMatch(
      /^refract: .*(no such file or folder|is a file, expected a folder|holds no file of a release)/,
    );
  });
});

test("dataset describe fits on a screen, and its numbers are those of the files", async () => {
  const described = await refract("dataset", "describe", copy.path);
  expect(described).toMatchObject({ exitCode: 0, err: "" });
  const rows = described.out.trimEnd().split("\n");
  expect(rows.length).toBeLessThanOrEqual(45);
  expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(120);
  const line = (name: string) =>
    rows
      .find((row) => row.startsWith(`${name} `))
      ?.slice(name.length)
      .trim() ?? "";
  expect(line("people")).toMatch(new RegExp(`^${count("survey.jsonl")}: \\d`));
  expect(line("conversations")).toMatch(new RegExp(`^${count("conversations.jsonl")}: \\w`));
  expect(line("responses")).toMatch(new RegExp(`^${count("utterances.jsonl")}: \\d`));
  expect(line("texts")).toMatch(new RegExp(`^${count("metadata.jsonl")}: \\d`));
  expect(rows.at(-1)).toBe("--json has every number");
});

test("dataset describe says what is missing from an incomplete folder", async () => {
  await using part = await madeFolder({ "survey.jsonl": [...release["survey.jsonl"], { user_id: 1 }] });
  const { exitCode, out } = await refract("dataset", "describe", part.path);
  expect(exitCode).toBe(0);
  expect(out).toContain("not there: models.jsonl, conversations.jsonl, utterances.jsonl, metadata.jsonl");
  expect(out).toContain("survey.jsonl: 1 line is no record; refract dataset check says why");
  expect(out).not.toMatch(/^(conversations|turns|responses|scores) /m);
});

test("dataset describe is silent about what a study did not ask", async () => {
  const [first] = release["survey.jsonl"];
  const location = { ...first?.location, birth_country: null, reside_country: null };
  await using part = await madeFolder({
    "survey.jsonl": [
      { ...first, education: null, location },
      { ...first, user_id: "user9", education: null, age: null, location },
    ],
  });
  const { out } = await refract("dataset", "describe", part.path);
  expect(out).toMatch(/^age +\S.* 1, no answer 1$/m);
  expect(out).not.toMatch(/^(education|countries) /m);
});

test("dataset describe counts verdicts in the place of scores", async () => {
  await using part = await madeFolder({
    "utterances.jsonl": release["utterances.jsonl"].map((record) => ({ ...record, score: null })),
    "verdicts.jsonl": ["a", "b", "a", null].map((verdict, index) => ({
      conversation_id: `c${index}`,
      verdict,
    })),
  });
  const { out } = await refract("dataset", "describe", part.path);
  expect(out).toMatch(/^verdicts +4: a 2, b 1, no answer 1$/m);
  expect(out).not.toMatch(/^scores /m);
  const json = await refract("dataset", "describe", part.path, "--json");
  expect(JSON.parse(json.out).verdicts).toEqual({ a: 2, b: 1, null: 1 });
});

describe("dataset get", () => {
  test("copies what you have", async () => {
    const got = await refract("dataset", "get", "prism", "--from", copy.path, "--out", "prism");
    expect(got).toMatchObject({ exitCode: 0, err: "" });
    expect(got.out).toContain("The PRISM Alignment Dataset, from ");
    expect(got.out).toContain("CC-BY-NC-4.0");
    expect(got.out).toContain("cite: Kirk, H. R., et al. (2024).");
    expect(got.out).toContain(`wrote ${folder.path}/prism\nnext: refract dataset check prism\n`);
    expect(await readFile("prism/utterances.jsonl", "utf8")).toBe(lines(release["utterances.jsonl"]));
    expect(await refract("dataset", "check", "prism")).toMatchObject({ exitCode: 0 });
  });

  test("downloads from a hub", async () => {
    const files = Object.fromEntries(
      Object.entries(release).map(([name, records]) => [name, lines(records)]),
    );
    await using hub = await StubHub.start({ repository: "HannahRoseKirk/prism-alignment", files });
    const got = await refract("dataset", "get", "prism", "--hub-url", hub.url, "--out", "prism");
    expect(got).toMatchObject({ exitCode: 0, err: "" });
    expect(await readFile("prism/survey.jsonl", "utf8")).toBe(files["survey.jsonl"]);
  });

  test("downloads what an instrument is made of, which can be asked at once", async () => {
    const rows = ["first", "second", "third", "fourth"].map(
      (option, place) =>
        `${place},0,Which made-up bell rings?,${option} bell,${place === 1 ? "True" : "False"},Chile`,
    );
    const content = ["data_idx,question_idx,prompt_question,prompt_option,answer,country", ...rows, ""].join(
      "\n",
    );
    await using hub = await StubHub.start({
      repository: "kellycyy/CulturalBench",
      files: { "CulturalBench-Hard.csv": content, "README.md": "# Made\n", "logo.png": "not fetched" },
    });
    const got = await refract("dataset", "get", "culturalbench", "--hub-url", hub.url, "--out", "bench");
    expect(got).toMatchObject({ exitCode: 0, err: "" });
    expect(got.out).toContain("Licence: ");
    expect((await readdir("bench")).toSorted()).toEqual(["CulturalBench-Hard.csv", "README.md"]);
    const ask = ["ask", "culturalbench", "--model", "demo:plain", "--from", "bench", "--out", "run"];
    expect(await refract(...ask, "--no-parquet")).toMatchObject({ exitCode: 0 });
  });

  test("names the datasets there are, and writes over nothing", async () => {
    expect(await refract("dataset", "get", "prisma", "--out", "prism")).toEqual({
      exitCode: 2,
      out: "",
      err: expect.stringMatching(/^refract: unknown dataset "prisma", expected "prism", .*"culturalbench"/),
    });
    await writeFile("file.txt", "");
    const occupied = await refract("dataset", "get", "prism", "--from", copy.path, "--out", ".");
    expect(occupied).toMatchObject({ exitCode: 2, out: "" });
    expect(await readdir(".")).toEqual(["file.txt"]);
  });

  test("says that a hub can't be reached", async () => {
    const got = await refract("dataset", "get", "prism", "--hub-url", "http://127.0.0.1:9", "--out", "prism");
    expect(got).toMatchObject({ exitCode: 1, out: "" });
    expect(got.err).toContain("give a copy with --from");
  });
});

describe("dataset card", () => {
  test("is the one that came with the folder", async () => {
    await writeFile("study.yaml", smallStudy());
    await refract("simulate", "study.yaml", "--people", "1", "--out", "data");
    const card = await refract("dataset", "card", "data");
    expect(card.out).toBe(await readFile("data/README.md", "utf8").then((text) => `${text.trimEnd()}\n`));
    const fresh = await refract("dataset", "card", "data", "--fresh");
    expect(fresh.out).toContain("# A small study\n\n> **Synthetic data. Nobody was asked.**");
    expect(fresh.out).toContain("\n## Licence\n\nCC-BY-4.0.\n");
  });

  test("is made from the records where there is none, and says what it does not know", async () => {
    const card = await refract("dataset", "card", copy.path);
    expect(card).toMatchObject({ exitCode: 0, err: "" });
    expect(card.out).toContain("\nlicense: unknown\n");
    expect(card.out).toContain("\n  - config_name: models\n    data_files: models.jsonl\n---\n");
    expect(card.out).toContain(`${count("utterances.jsonl")} responses of `);
    expect(card.out).toContain("Nothing in the folder says under which licence it may be used.");
  });

  test("takes title and licence from whoever knows them, as text and nothing else", async () => {
    const options = ["--title", 'Ours <b>\n# Two: "it"', "--licence", "CC-BY-4.0", "--out", "card.md"];
    expect(await refract("dataset", "card", copy.path, ...options)).toEqual({
      exitCode: 0,
      out: `wrote ${folder.path}/card.md\n`,
      err: "",
    });
    const card = await readFile("card.md", "utf8");
    expect(card).toContain("---\npretty_name: 'Ours <b> # Two: \"it\"'\nlicense: cc-by-4.0\n");
    expect(card).toContain('\n# Ours &lt;b&gt; \\# Two: "it"\n');
    const own = await refract("dataset", "card", copy.path, "--licence", "Our Own Terms");
    expect(own.out).toContain("\nlicense: other\nlicense_name: our-own-terms\n");
    expect(await refract("dataset", "card", copy.path, "--out", "card.md")).toEqual({
      exitCode: 2,
      out: "",
      err: `refract: --out: ${folder.path}/card.md exists, expected a new file\n`,
    });
  });
});

describe("dataset files", () => {
  test("names what each file is and how many rows it has, and fails with the line of one it does not know", async () => {
    await copy.write(
      "extra/battles.csv",
      "group,model_a,score_a,model_b,score_b,winner\ng,a,80,b,20,model_a\n",
    );
    const known = await refract("dataset", "files", copy.path);
    expect(known).toMatchObject({ exitCode: 0, err: "" });
    expect(known.out).toMatch(
      new RegExp(`utterances\\.jsonl +release utterances\\.jsonl +${count("utterances.jsonl")}\n`),
    );
    expect(known.out).toMatch(/battles\.csv +battles +1\n/);
    await copy.write("extra/other.csv", "a,b\n1,2\n");
    const unknown = await refract("dataset", "files", copy.path);
    expect(unknown.exitCode).toBe(1);
    expect(unknown.out).toContain(
      'other.csv line 1: unknown columns ["a","b"], expected those of a file of PRISM',
    );
  });
});
