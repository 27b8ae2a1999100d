import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describeWith, sharedCases } from "@refract/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refract, workingFolder } from "./command-line.fixture.ts";

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

await describeWith(sharedCases("studies"), "small studies whose data came out wrong", (cases) => {
  const simulated = async (study: string, people: number) => {
    const file = join(cases, study, "study.yaml");
    expect(
      await refract("simulate", file, "--people", String(people), "--seed", "1", "--out", "data"),
    ).toMatchObject({ exitCode: 0 });
    expect(await refract("dataset", "check", "data")).toMatchObject({ exitCode: 0 });
  };
  const analysed = async (chapter: string) => {
    const options = ["--only", chapter, "--embeddings", "none", "--out", "report"];
    expect(await refract("analyze", "data", ...options)).toMatchObject({ exitCode: 0 });
  };
  const records = async (name: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    (await readFile(join("data", name), "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));

  test("five models of three short names and two long ones are five, with all their battles", async () => {
    await simulated("same-short-name", 4);
    await analysed("ranks");
    const report = await readFile("report/tables/ranks/ranks.csv", "utf8");
    const models = report
      .trim()
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(",")[0]);
    expect(models.toSorted()).toEqual(["e", "fourth", "third", "vendor/model-a", "vendor/model-b"]);
    const openings = (await records("utterances.jsonl")).filter(({ turn }) => turn === 0).length / 4;
    expect(await readFile("report/report.json", "utf8")).toContain(`${6 * openings} battles of 5 models`);
  });

  test('a model with the id "ours" makes no response name a maker', async () => {
    await simulated("ours", 4);
    await analysed("text-features");
    const text = (await records("utterances.jsonl")).map(({ model_response }) => String(model_response));
    expect(text.some((each) => /yours/i.test(each))).toBe(true);
    const regressions = await readFile("report/tables/text-features/regressions.csv", "utf8");
    expect(regressions).toMatch(/Names a maker or model,.*never varies/);
  });

  test("handles of statements say whether they were touched", async () => {
    await simulated("twice", 4);
    const conversations = await records("conversations.jsonl");
    const touched = (await records("answers.jsonl")).filter(({ field }) =>
      String(field).startsWith("performance_attributes_touched."),
    );
    expect(touched).toHaveLength(2 * conversations.length);
    expect(touched.every(({ value }) => typeof value === "boolean")).toBe(true);
  });

  test("the time of a survey ends with it, not with a later one", async () => {
    await simulated("second-survey", 2);
    const [first] = await records("survey.jsonl");
    const [conversation] = await records("conversations.jsonl");
    expect(String(first?.generated_datetime) < String(conversation?.generated_datetime)).toBe(true);
    expect(Number(first?.timing_duration_s)).toBeLessThan(600);
  });
});
