import { existsSync } from "node:fs";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeParquet } from "./parquet-file.ts";

test.skipIf(!existsSync("/dev/full"))("a full disk is called one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "parquet-"));
  try {
    const rows = join(folder, "rows.jsonl");
    const full = join(folder, "full.parquet");
    await symlink("/dev/full", full);
    await writeFile(rows, '{"a":"text"}\n');
    await expect(writeParquet(rows, full, [{ name: "a", type: "VARCHAR" }], 100)).rejects.toMatchObject({
      code: "storage-full",
      message: `${full}: the disk is full, nothing was written`,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
