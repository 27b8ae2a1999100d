import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { builtInStages, checkStudy } from "@refract/collect";
import { readTemplate, templates } from "@refract/instruments";
import { readBundle } from "@refract/server";
import { repositoryRoot } from "@refract/testing";
import { describe, expect, test } from "vitest";

const examples = join(repositoryRoot(), "examples");

describe.each(templates.map((template) => template.id))("the example %s", (id) => {
  test("is the template, file by file", async () => {
    const names = (await readdir(join(examples, id))).toSorted();
    const files = Object.fromEntries(
      await Promise.all(
        names.map(async (name) => [name, await readFile(join(examples, id, name), "utf8")] as const),
      ),
    );
    expect(files).toEqual(await readTemplate(id));
  });

  test("has nothing wrong with it and no text missing in any of its languages", async () => {
    const { study, problems } = checkStudy(await readBundle(join(examples, id)), builtInStages);
    expect(problems).toEqual([]);
    expect(study?.study.languages).toEqual(["en", "ar"]);
  });
});

test("the settings of 2023 are a study that can be run as well", async () => {
  const files = await readTemplate("prism");
  const { problems } = checkStudy(
    { ...files, "study.yaml": files["study-as-published.yaml"] ?? "" },
    builtInStages,
  );
  expect(problems).toEqual([]);
});
