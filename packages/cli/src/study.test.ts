import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseYaml } from "@refract/core";
import { repositoryRoot } from "@refract/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { refract, smallStudy, workingFolder } from "./command-line.fixture.ts";

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

describe("study new", () => {
  test.each(["prism", "pair-arena"])(
    "copies the template %s, in which only the words to fill in are left over",
    async (id) => {
      const made = await refract("study", "new", id, "mine");
      expect(made).toMatchObject({ exitCode: 0, err: "" });
      expect(made.out).toContain(
        `to ${join(folder.path, "mine")}\nnext: give it an id and a title of its own in mine/study.yaml (files with one id are versions of one study), then refract study check mine/study.yaml\n`,
      );
      const checked = await refract("study", "check", "mine");
      expect(checked).toMatchObject({ exitCode: 0, err: "" });
      const leftovers = checked.out.split("\n").filter((line) => line.startsWith("warning: "));
      const left = (field: string, words: string) =>
        expect.stringMatching(
          new RegExp(`^warning: study\\.yaml:\\d+:7: ${field}: "${words}" is left over from a template`),
        );
      expect(leftovers).toEqual([
        expect.stringContaining(`: id: "${id}" is the id of a template, expected one of your own`),
        left("organisation.en", "to be filled in"),
        left("organisation.ar", "يُستكمل هنا"),
        left("contact.en", "The person who gave you this link"),
        left("contact.ar", "الشخص الذي أرسل إليك هذا الرابط"),
        expect.stringContaining(": languages[1]: no reader of Arabic has checked the pages' own words"),
      ]);
      expect(checked.out).toMatch(
        new RegExp(`\nok: ${id}, consent > .*conversation > end, 12 models, languages en, ar\n$`),
      );
    },
  );

  test("names the templates there are when it is asked for another", async () => {
    expect(await refract("study", "new", "prisma", "mine")).toEqual({
      exitCode: 2,
      out: "",
      err: 'refract: template: invalid value "prisma", expected one of prism, pair-arena, survey-distribution\n',
    });
  });

  test("leaves a folder alone that holds something", async () => {
    await mkdir("mine");
    await writeFile("mine/notes.txt", "mine");
    expect(await refract("study", "new", "prism", "mine")).toEqual({
      exitCode: 2,
      out: "",
      err: `refract: folder: ${folder.path}/mine has 1 entry, expected an empty one\n`,
    });
    expect(await readFile("mine/notes.txt", "utf8")).toBe("mine");
  });

  test("can't write into a file", async () => {
    await writeFile("mine", "a file");
    const made = await refract("study", "new", "prism", "mine");
    expect(made).toMatchObject({ exitCode: 2, out: "" });
    expect(made.err).toContain("expected a folder that can be made");
    expect(await readFile("mine", "utf8")).toBe("a file");
  });
});

describe("study check", () => {
  test("takes a file or its folder", async () => {
    await mkdir("mine");
    await writeFile(
      "mine/study.yaml",
      smallStudy(["demo:plain", "demo:blunt", "demo:warm"]).replace("models: 3 }", "models: 2 }"),
    );
    const ok = {
      exitCode: 0,
      out: "ok: small, conversation > end, 3 models, languages en\n",
      err: "",
    };
    expect(await refract("study", "check", "mine")).toEqual(ok);
    expect(await refract("study", "check", "mine/study.yaml")).toEqual(ok);
  });

  test("says which file is missing", async () => {
    expect(await refract("study", "check", "nowhere.yaml")).toEqual({
      exitCode: 2,
      out: "",
      err: "refract: nowhere.yaml: there is no such file or folder, expected a study file or a folder with study.yaml\n",
    });
  });

  test("lists every mistake with its place, of the file first to last", async () => {
    await writeFile(
      "study.yaml",
      smallStudy()
        .replace("id: small", "id: Small")
        .replace("maximum: 2", "maximum: 0")
        .concat("colour: red\n"),
    );
    expect(await refract("study", "check", "study.yaml")).toEqual({
      exitCode: 2,
      out: [
        'error: study.yaml:2:5: id: invalid value "Small", expected lower-case letters, digits and hyphens',
        "error: study.yaml:13:35: stages[0].turns.maximum: invalid value 0, expected at least 1",
        "error: study.yaml:13:35: stages[0].turns.maximum: invalid value 0, expected at least the minimum 1",
        'error: study.yaml:17:1: unknown field "colour", expected one of refract, id, title, description, organisation, contact, pay, durationMinutes, participants, sample, samples, languages, seed, entry, screening, quotas, launch, payment, withdrawUntil, quality, models, instruction, parameters, budget, dataset, stages',
        "4 errors",
        "",
      ].join("\n"),
      err: "",
    });
  });

  test("wants a price for every model beside a cap, as the server does", async () => {
    await writeFile("study.yaml", smallStudy(["demo:plain", "ollama:own"], "budget: { capUsd: 5 }\n"));
    expect((await refract("study", "check", "study.yaml")).exitCode).toBe(0);
    await writeFile("study.yaml", smallStudy(["demo:plain", "openai:own"], "budget: { capUsd: 5 }\n"));
    const { exitCode, out } = await refract("study", "check", "study.yaml");
    expect(exitCode).toBe(2);
    expect(out).toContain(
      "error: study.yaml:8:19: budget.capUsd: no price for openai:own, so the cap can't be kept; add to prices.yaml:\nprices:\n",
    );
    await writeFile(
      "prices.yaml",
      'prices: { "openai:own": { inputUsdPerMillion: 1, outputUsdPerMillion: 1, asOf: 2026-11-01 } }\n',
    );
    expect((await refract("study", "check", "study.yaml")).exitCode).toBe(0);
  });

  test("knows the stages that come with Refract", async () => {
    await writeFile("study.yaml", smallStudy().replace("type: end", "type: finish"));
    expect(await refract("study", "check", "study.yaml")).toMatchObject({
      exitCode: 2,
      out: 'error: study.yaml:16:11: stages[1].type: invalid value "finish", expected one of "consent", "survey", "conversation", "task", "end"\n1 error\n',
    });
  });

  test("finds models that can't be, at their line; a missing key is a warning that names the variable", async () => {
    const models = [
      "demo:plain",
      "opneai:gpt-4o",
      "demo:plane",
      "openai:gpt-4o-mini",
      "{ id: mine, use: 'named:short' }",
    ];
    await writeFile("study.yaml", smallStudy(models));
    const checked = await refract("study", "check", "study.yaml");
    expect(checked.exitCode).toBe(2);
    const lines = checked.out.trimEnd().split("\n");
    expect(
      lines.filter((line) => !line.includes("opening.models")).map((line) => line.slice(0, 100)),
    ).toEqual([
      'error: study.yaml:7:5: models[1]: opneai:gpt-4o: unknown provider "opneai", expected one of demo, ol',
      'error: study.yaml:8:5: models[2]: demo:plane: unknown demo voice "plane", expected one of plain, blu',
      "warning: study.yaml:9:5: models[3]: openai: no key, expected the environment variable OPENAI_API_KEY",
      'error: study.yaml:10:22: models[4].use: unknown model "named:short", expected provider:model, http:/',
      "3 errors",
    ]);
  });

  test("looks names up in models.yaml of the data folder, else of the folder it is run in", async () => {
    await writeFile("study.yaml", smallStudy(["demo:plain", "named:short"]));
    await writeFile("models.yaml", "models: [{ id: short, use: demo:warm }]\n");
    expect(await refract("study", "check", "study.yaml")).toMatchObject({ exitCode: 0 });
    await mkdir("data");
    await writeFile("data/models.yaml", "models: [{ id: long, use: demo:warm }]\n");
    const checked = await refract("study", "check", "study.yaml", "--data", "data");
    expect(checked.exitCode).toBe(2);
    expect(checked.out).toContain('study.yaml:7:5: models[1]: unknown model "named:short"');
    expect(checked.out).toContain("a name of models.yaml (long)");
  });

  test("holds a conversation to its pool", async () => {
    await writeFile("study.yaml", smallStudy().replace("opening: { models: 2 }", "opening: { models: 3 }"));
    expect(await refract("study", "check", "study.yaml")).toMatchObject({
      exitCode: 2,
      out: "error: study.yaml:12:24: stage talk: opening.models: invalid value 3, expected at most the 2 models of the pool\n1 error\n",
    });
    await writeFile(
      "study.yaml",
      smallStudy().replace(
        "opening: { models: 2 }",
        "opening: { models: 1 }\n    models: [demo:plain, demo:warm]",
      ),
    );
    expect(await refract("study", "check", "study.yaml")).toMatchObject({
      exitCode: 2,
      out: 'error: study.yaml:13:26: stage talk: models[1]: unknown model "demo:warm", expected one of demo:plain, demo:blunt\n1 error\n',
    });
  });

  test("warnings do not fail", async () => {
    await writeFile("study.yaml", smallStudy(["demo:plain", "openai:gpt-4o-mini"]));
    const checked = await refract("study", "check", "study.yaml");
    expect(checked.exitCode).toBe(0);
    expect(checked.out).toMatch(/^warning: .*OPENAI_API_KEY.*\n(warning: .*\n)?ok: small/);
  });
});

describe("study schema", () => {
  test("is JSON Schema of draft 2020-12 with the fields of a study and every stage", async () => {
    const printed = await refract("study", "schema");
    expect(printed).toMatchObject({ exitCode: 0, err: "" });
    const schema = JSON.parse(printed.out);
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(schema.required).toEqual(["refract", "id", "title", "stages"]);
    expect(schema.additionalProperties).toBe(false);
    const stages = schema.properties.stages.items;
    const kinds = (stages.oneOf ?? stages.anyOf).map(
      (stage: { properties: { type: { const: string } } }) => stage.properties.type.const,
    );
    expect(kinds).toEqual(["consent", "survey", "conversation", "task", "end"]);
  });

  test("takes the examples, and refuses what a check refuses", async () => {
    const schema = z.fromJSONSchema(JSON.parse((await refract("study", "schema")).out));
    const examples = join(repositoryRoot(), "examples");
    for (const file of ["prism/study.yaml", "prism/study-as-published.yaml", "pair-arena/study.yaml"]) {
      const { value } = parseYaml(await readFile(join(examples, file), "utf8"), z.unknown(), file);
      expect(schema.safeParse(value).error?.issues).toBeUndefined();
    }
    const small = parseYaml(smallStudy(), z.looseObject({ stages: z.array(z.looseObject({})) }), "").value;
    expect(schema.safeParse(small).success).toBe(true);
    const [talk, end] = small?.stages ?? [];
    for (const wrong of [
      { colour: "red" },
      { id: "My Study" },
      { refract: 2 },
      { title: { english: "x" } },
      { languages: [] },
      { models: ["gpt-4o"] },
      { entry: { returning: "always" } },
      { stages: [] },
      { stages: [{ ...end, type: "finish" }] },
      { stages: [{ ...talk, turns: { minimum: 0 } }, end] },
      { stages: [talk, { ...end, txt: "bye" }] },
    ]) {
      expect([wrong, schema.safeParse({ ...small, ...wrong }).success]).toEqual([wrong, false]);
    }
  });
});

test("study templates lists each with its title", async () => {
  const listed = await refract("study", "templates");
  expect(listed).toMatchObject({ exitCode: 0, err: "" });
  expect(listed.out.split("\n").map((line) => line.split(" ")[0])).toEqual([
    "template",
    "prism",
    "pair-arena",
    "survey-distribution",
    "",
  ]);
});
