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
      `study.yaml: stages[0].survey: invalid value "${path}", expected a file in the study's own folder`,
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
