import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { OutputFolder } from "./output-folder.ts";

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "refract-output-"));
});
afterEach(async () => {
  await rm(work, { recursive: true, force: true });
});

async function folderWith(manifest: string): Promise<string> {
  const target = join(work, "out");
  await mkdir(target);
  await writeFile(join(target, "manifest.json"), manifest);
  return target;
}

test("a dataset replaces an earlier one, and nothing is left beside it", async () => {
  const target = await folderWith('{"refract_dataset":1}');
  await using folder = await OutputFolder.create(target, true);
  await writeFile(join(folder.path, "manifest.json"), '{"refract_dataset":2}');
  await folder.publish();
  expect(await readFile(join(target, "manifest.json"), "utf8")).toBe('{"refract_dataset":2}');
  expect(await readdir(work)).toEqual(["out"]);
});

test("an earlier dataset in the way is told apart from other folders", async () => {
  const target = await folderWith('{"refract_dataset":1}');
  await expect(OutputFolder.create(target, false)).rejects.toThrow(
    `${target}: the folder holds a dataset, expected another folder, or --overwrite to replace it`,
  );
  await writeFile(join(target, "manifest.json"), '{"name":"app"}');
  await expect(OutputFolder.create(target, false)).rejects.toThrow(
    `${target}: the folder is not empty, expected a new or empty folder`,
  );
});

test("a folder whose manifest is another program's, or a run's, is not replaced", async () => {
  for (const manifest of ['{"run":"7daa"}', '{"name":"app"}', "[]", "no JSON"]) {
    const target = await folderWith(manifest);
    await expect(OutputFolder.create(target, true), manifest).rejects.toThrow(
      "out: its manifest.json is not that of a dataset, so it is no earlier dataset and won't be replaced",
    );
    await rm(target, { recursive: true });
  }
});

test("an earlier dataset is back in its place when the new one could not be moved there", async () => {
  const target = await folderWith('{"refract_dataset":1}');
  await using folder = await OutputFolder.create(target, true);
  await rm(folder.path, { recursive: true });
  await expect(folder.publish()).rejects.toThrow("out: no such folder");
  expect(await readFile(join(target, "manifest.json"), "utf8")).toBe('{"refract_dataset":1}');
  expect(await readdir(work)).toEqual(["out"]);
});

test("a link to an empty folder is filled behind the link", async () => {
  await mkdir(join(work, "real"));
  await symlink(join(work, "real"), join(work, "link"));
  await using folder = await OutputFolder.create(join(work, "link"), false);
  await writeFile(join(folder.path, "manifest.json"), "{}");
  await folder.publish();
  expect(await readFile(join(work, "link", "manifest.json"), "utf8")).toBe("{}");
  expect((await readdir(work)).toSorted()).toEqual(["link", "real"]);
});
