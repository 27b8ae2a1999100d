import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtInStages } from "@refract/collect";
import { openStore } from "@refract/store";
import { expect, test } from "vitest";
import { StudyShelf } from "./study-shelf.ts";

const good = [
  "refract: 1",
  "id: small",
  "title: Small",
  "stages: [{id: end, type: end}]",
  "models: [demo:plain]",
].join("\n");

test("a stored version that breaks a rule is named, and new files that do are told as they are", async () => {
  const folder = await mkdtemp(join(tmpdir(), "refract-shelf-"));
  try {
    await using store = await openStore({ file: join(folder, "refract.sqlite") });
    const shelf = new StudyShelf(store, builtInStages);
    expect((await shelf.add({ "study.yaml": good }, 0)).version.version).toBe(1);
    const broken = { "study.yaml": good.replace("type: end", "type: none") };
    await expect(shelf.add(broken, 0)).rejects.toThrow(/^study\.yaml:4:/);
    // as an earlier version of the program may have stored it
    await store.putStudy(
      { id: "small", seed: "s", createdAt: 0 },
      { studyId: "small", hash: "h", bundle: broken, createdAt: 0 },
    );
    await expect(shelf.get("small")).rejects.toMatchObject({
      code: "invalid-input",
      message: expect.stringMatching(
        /^version 2 of the study "small", as it is stored, breaks a rule of this version of Refract:\nstudy\.yaml:4:/,
      ),
    });
    expect((await shelf.get("small", 1)).opened.study.title).toBeDefined();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
