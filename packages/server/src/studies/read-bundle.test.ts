import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readBundle } from "./read-bundle.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "refract-bundle-"));
  await mkdir(join(folder, "study"));
  await writeFile(join(folder, "secret.txt"), "secret");
});
afterEach(() => rm(folder, { recursive: true }));

const study = (survey: string) =>
  writeFile(join(folder, "study", "study.yaml"), `stages: [{id: s, type: survey, survey: "${survey}"}]`);

test("a study comes with the files it names, from its file or its folder", async () => {
  await study("survey.json");
  await writeFile(join(folder, "study", "survey.json"), "{}");
  const files = await readBundle(join(folder, "study"));
  expect(Object.keys(files)).toEqual(["study.yaml", "survey.json"]);
  expect(await readBundle(join(folder, "study", "study.yaml"))).toEqual(files);
});

test.each(["../secret.txt", "/etc/passwd", "../../secret.txt"])(
  "a study from a stranger reaches nothing outside its folder: %s",
  async (path) => {
    await study(path);
    await expect(readBundle(join(folder, "study"))).rejects.toThrow(
      `study.yaml:1:40: stages[0].survey: invalid value "${path}", expected a file in the study's own folder`,
    );
  },
);

test("nor by a link that leads out of it", async () => {
  await study("link.json");
  await symlink(join(folder, "secret.txt"), join(folder, "study", "link.json"));
  await expect(readBundle(join(folder, "study"))).rejects.toThrow(
    "expected a file in the study's own folder",
  );
});

test("nor by a study file that is itself such a link; a link within the folder is followed", async () => {
  const file = join(folder, "study", "study.yaml");
  await writeFile(join(folder, "other.yaml"), "id: secret");
  await symlink(join(folder, "other.yaml"), file);
  for (const path of [join(folder, "study"), file])
    await expect(readBundle(path)).rejects.toThrow(
      `${file}: is a link out of its folder, expected a file in the study's own folder`,
    );
  await rm(file);
  await mkdir(join(folder, "study", "..data"));
  await writeFile(join(folder, "study", "..data", "study.yaml"), "id: mine");
  await symlink(join("..data", "study.yaml"), file);
  expect(await readBundle(join(folder, "study"))).toEqual({ "study.yaml": "id: mine" });
});

test("every file that is refused is told with its place where somebody listens, and the others are read", async () => {
  await writeFile(
    join(folder, "study", "study.yaml"),
    `stages:
  - {id: a, type: survey, survey: ../secret.txt}
  - {id: b, type: survey, survey: b.json}
  - {id: c, type: task, instrument: kornat, items: ../items}
`,
  );
  await writeFile(join(folder, "study", "b.json"), "{}");
  const told: unknown[] = [];
  const files = await readBundle(
    join(folder, "study"),
    async () => [],
    ({ line, column, field, message }) => told.push([line, column, field, message]),
  );
  expect(Object.keys(files)).toEqual(["study.yaml", "b.json"]);
  expect(told).toEqual([
    [2, 35, "stages[0].survey", 'invalid value "../secret.txt", expected a file in the study\'s own folder'],
    [4, 52, "stages[2].items", 'invalid value "../items", expected a folder in the study\'s own folder'],
  ]);
});

test("nor is something read that is no file, such as a pipe, which would never end", async () => {
  await study("pipe.json");
  const socket = createServer().listen(join(folder, "study", "pipe.json"));
  await once(socket, "listening");
  await expect(readBundle(join(folder, "study"))).rejects.toThrow(
    "pipe.json: is no ordinary file, expected one",
  );
  socket.close();
});

test("a file that is not there is left to the study's check, and a study that is not there is an error by name", async () => {
  await study("missing.json");
  expect(Object.keys(await readBundle(join(folder, "study")))).toEqual(["study.yaml"]);
  await expect(readBundle(join(folder, "nowhere"))).rejects.toThrow(
    "expected a study file or a folder with study.yaml",
  );
});

test("nor by the kept items of a task, whatever stands as its instrument", async () => {
  const task = (instrument: string) =>
    writeFile(
      join(folder, "study", "study.yaml"),
      `stages: [{id: t, type: task, instrument: "${instrument}", items: items}]`,
    );
  await writeFile(join(folder, "secret.json"), "{}");
  await mkdir(join(folder, "study", "items."));
  await task("/../../secret");
  await expect(readBundle(join(folder, "study"))).rejects.toThrow(
    "expected a file in the study's own folder",
  );
  await task("kornat");
  await symlink(join(folder, "secret.json"), join(folder, "study", "items.kornat.json"));
  await expect(readBundle(join(folder, "study"))).rejects.toThrow(
    "expected a file in the study's own folder",
  );
});
