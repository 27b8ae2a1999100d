import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StubModelServer } from "@refract/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refract, smallStudy, workingFolder } from "./command-line.fixture.ts";

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
  await writeFile("study.yaml", smallStudy());
});
afterEach(() => folder[Symbol.asyncDispose]());

test("two people through a study give a dataset that has nothing wrong with it", async () => {
  const simulated = await refract("simulate", "study.yaml", "--people", "2", "--seed", "7", "--out", "data");
  expect(simulated).toMatchObject({ exitCode: 0, err: "" });
  expect(simulated.out).toMatch(/^participants +2$/m);
  expect(simulated.out).toMatch(/^conversations +2$/m);
  expect(simulated.out).toContain(`wrote ${join(folder.path, "data")}\nnext: refract dataset check data\n`);

  const checked = await refract("dataset", "check", "data");
  expect(checked).toMatchObject({ exitCode: 0, err: "" });
  expect(checked.out).toMatch(/ok: nothing is wrong\n$/);
  expect(checked.out).toMatch(/^survey\.jsonl +2 /m);
  expect(checked.out).toMatch(/^README\.md +– /m);
  expect(checked.out).toMatch(/^study\.yaml +– /m);

  const truth = JSON.parse(await readFile("data/truth.json", "utf8"));
  // Every entry has its meaning beside it, and no meaning is of an entry that is not there.
  const entries = new Set(
    Object.keys(truth).flatMap((name) => {
      if (["format", "notice", "meanings", "studyId"].includes(name)) return [];
      if (name === "group") return Object.keys(truth.group).map((part) => `group.${part}`);
      if (name === "models" || name === "people")
        return Object.keys(truth[name][0]).map((part) => `${name}[].${part}`);
      return [name];
    }),
  );
  expect(new Set(Object.keys(truth.meanings))).toEqual(entries);
  expect(truth.people.map((person: { user_id: string }) => person.user_id)).toEqual(["user0", "user1"]);
  const card = await readFile("data/README.md", "utf8");
  expect(card).toContain("**Synthetic data. Nobody was asked.**");
  expect(card).toContain("**No language model answered.**");
});

describe("what is there is not written over", () => {
  test("unless that is said, and only where it is a dataset", async () => {
    const simulate = (...more: string[]) =>
      refract("simulate", "study.yaml", "--people", "1", "--out", "data", ...more);
    expect(await simulate()).toMatchObject({ exitCode: 0 });
    const before = await readFile("data/manifest.json", "utf8");
    const refused = await simulate("--seed", "2");
    expect(refused).toMatchObject({ exitCode: 2, out: "" });
    expect(refused.err).toContain(join(folder.path, "data"));
    expect(await readFile("data/manifest.json", "utf8")).toBe(before);
    expect(await simulate("--seed", "2", "--overwrite")).toMatchObject({ exitCode: 0 });
    expect(await readFile("data/manifest.json", "utf8")).not.toBe(before);

    await mkdir("thesis");
    await writeFile("thesis/chapter-1.txt", "mine");
    const kept = await refract(
      ...["simulate", "study.yaml", "--people", "1", "--out", "thesis", "--overwrite"],
    );
    expect(kept.exitCode).toBe(2);
    expect(await readdir("thesis")).toEqual(["chapter-1.txt"]);
  });
});

test("a folder that is occupied is refused before a model is asked", async () => {
  await using stub = await StubModelServer.start();
  await writeFile("study.yaml", smallStudy([`${stub.baseUrl}#one`, `${stub.baseUrl}#two`]));
  await mkdir("thesis");
  await writeFile("thesis/chapter-1.txt", "mine");
  const refused = await refract(
    ...["simulate", "study.yaml", "--people", "1", "--out", "thesis", "--live-models"],
  );
  expect(refused).toMatchObject({ exitCode: 2, out: "" });
  expect(refused.err).toContain("thesis: the folder is not empty");
  expect(stub.requests).toEqual([]);
});

test.each([
  [["--people", "0"], '--people: invalid value "0", expected a whole number from 1'],
  [["--people", "many"], '--people: invalid value "many", expected a whole number from 1'],
  [["--people", "2.5"], '--people: invalid value "2.5", expected a whole number from 1'],
  [["--people", "1e2"], '--people: invalid value "1e2", expected a whole number from 1'],
  [["--people", ""], '--people: invalid value "", expected a whole number from 1'],
  [["--people", "1", "--pace", "slow"], '--pace: invalid value "slow", expected one of fast, human'],
])("%j is refused and nothing is written", async (options, message) => {
  expect(await refract("simulate", "study.yaml", "--out", "data", ...options)).toEqual({
    exitCode: 2,
    out: "",
    err: `refract: ${message}\n`,
  });
  expect(await readdir(".")).toEqual(["study.yaml"]);
});

test("a bad study is refused with the place of its mistake", async () => {
  await writeFile("study.yaml", smallStudy().replace("type: end", "type: finish"));
  expect(await refract("simulate", "study.yaml", "--people", "1", "--out", "data")).toEqual({
    exitCode: 2,
    out: "",
    err: 'refract: study.yaml:16:11: stages[1].type: invalid value "finish", expected one of "consent", "survey", "conversation", "task", "end"\n',
  });
});

test("demo voices stand in for models that cost money, and the dataset says so", async () => {
  await writeFile("study.yaml", smallStudy(["openai:gpt-4o-mini", "demo:plain"]));
  expect(await refract("simulate", "study.yaml", "--people", "1", "--out", "data")).toMatchObject({
    exitCode: 0,
  });
  expect(JSON.parse(await readFile("data/manifest.json", "utf8")).demo_models).toBe("all");
});

test("people whom no model answers are reported, and the command fails", async () => {
  await writeFile("study.yaml", smallStudy(["demo:fails", "openai:gpt-4o-mini"]));
  const simulated = await refract(
    ...["simulate", "study.yaml", "--people", "1", "--out", "data", "--live-models"],
  );
  expect(simulated.exitCode).toBe(1);
  expect(simulated.out).toContain("person 1 did not get through: ");
  expect(simulated.out).toMatch(/^completed +0\ngave up +1\nall +1$/m);
});

const screeningStudy = `refract: 1
id: tea
title: Tea
contact: tea@example.org
screening:
  - {when: [{field: tea, oneOf: ["no"]}]}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: you, type: survey, survey: you.json}
  - {id: end, type: end}
`;

test("people who are screened out or decline are told beside those who finish", async () => {
  await writeFile("study.yaml", screeningStudy);
  await writeFile(
    "you.json",
    '{"pages":[{"name":"first","elements":[{"type":"radiogroup","name":"tea","isRequired":true,"choices":["yes","no","maybe"]}]}]}',
  );
  const simulated = await refract("simulate", "study.yaml", "--people", "30", "--seed", "7", "--out", "data");
  expect(simulated).toMatchObject({ exitCode: 0, err: "" });
  const told = (name: string) => Number(new RegExp(`^${name} +(\\d+)$`, "m").exec(simulated.out)?.[1] ?? 0);
  expect(told("screened out")).toBeGreaterThan(0);
  expect(told("completed")).toBeGreaterThan(0);
  expect(told("completed") + told("screened out")).toBe(30);
  expect(told("all")).toBe(30);
  expect(told("participants")).toBe(told("completed"));
});
