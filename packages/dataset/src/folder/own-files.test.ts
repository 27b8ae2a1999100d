import { mkdir, mkdtempDisposable, readdir, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ownFilesOf, refuseForeignFiles } from "./own-files.ts";

test("a link is the folder's own when it leads to a file in it, however deep, and to nothing else", async () => {
  await using made = await mkdtempDisposable(join(tmpdir(), "refract-own-"));
  const folder = join(made.path, "data");
  await mkdir(join(folder, "inner"), { recursive: true });
  await mkdir(join(made.path, "data-elsewhere"));
  await mkdir(join(made.path, "blobs"));
  for (const path of [
    "data/file",
    "data/inner/deep",
    "data/..dots",
    "data-elsewhere/file",
    "blobs/file",
    "file",
  ])
    await writeFile(join(made.path, path), "");
  for (const [name, target] of [
    ["to-file", "file"],
    ["to-deep", "inner/deep"],
    ["to-dots", "..dots"],
    ["to-folder", "inner"],
    ["to-itself", "."],
    ["to-parent", "../file"],
    ["to-sibling", "../data-elsewhere/file"],
    ["to-blobs", "../blobs/file"],
    ["to-nothing", "gone"],
  ] as const)
    await symlink(target, join(folder, name));
  const isOwn = await ownFilesOf(folder);
  const own: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (await isOwn(entry)) own.push(entry.name);
  expect(own.toSorted()).toEqual(["..dots", "file", "to-deep", "to-dots", "to-file"]);
});

test("hidden names and links to folders are passed over", async () => {
  await using made = await mkdtempDisposable(join(tmpdir(), "refract-own-"));
  await mkdir(join(made.path, "inner"));
  await symlink("inner", join(made.path, "to-folder"));
  await symlink("/dev/null", join(made.path, ".hidden"));
  await expect(refuseForeignFiles(made.path)).resolves.toBeUndefined();
  await symlink("/dev/null", join(made.path, "seen"));
  await expect(refuseForeignFiles(made.path)).rejects.toThrow(
    `${join(made.path, "seen")}: a link that leads out`,
  );
});
