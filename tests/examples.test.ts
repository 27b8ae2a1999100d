import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { builtInStages, checkStudy } from "@refract/collect";
import { instruments, readTemplate, templates } from "@refract/instruments";
import { readBundle } from "@refract/server";
import { repositoryRoot } from "@refract/testing";
import { describe, expect, test } from "vitest";

const examples = join(repositoryRoot(), "examples");

describe.each(templates.map((template) => template.id))("the example %s", (id) => {
  test("is the template, file by file", async () => {
    const entries = await readdir(join(examples, id), { recursive: true, withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(join(examples, id), join(entry.parentPath, entry.name)));
    const files = Object.fromEntries(
      await Promise.all(
        names.map(async (name) => [name, await readFile(join(examples, id, name), "utf8")] as const),
      ),
    );
    expect(files).toEqual(await readTemplate(id));
  });

  test("has nothing wrong with it and no text missing in any of its languages", async () => {
    const files = await readBundle(join(examples, id), async () => instruments);
    const { study, problems } = checkStudy(files, builtInStages);
    expect(problems).toEqual([]);
    // The statements of the survey are in one language.
    expect(study?.study.languages).toEqual(id === "survey-distribution" ? ["en"] : ["en", "ar"]);
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
