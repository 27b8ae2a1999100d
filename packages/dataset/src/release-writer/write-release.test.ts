import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Codebook } from "../codebook/codebook.ts";
import { createLanguageDetector } from "../detectors/language-detector.ts";
import { createPersonalDataDetector } from "../detectors/personal-data-detector.ts";
import { manifestSchema } from "../manifest/manifest.ts";
import { each, participant, people, study } from "./fixtures/three-people.ts";
import type { ReleaseParticipant, ReleaseStudy } from "./release-source.ts";
import { type WriteReleaseOptions, writeRelease } from "./write-release.ts";

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "release-"));
  out = join(folder, "dataset");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const detectors = {
  language: createLanguageDetector(),
  personalData: createPersonalDataDetector(),
  moderation: null,
};

const write = (changes: Partial<WriteReleaseOptions> = {}) =>
  writeRelease({ study, participants: each(people), out, detectors, ...changes });
const text = (name: string) => readFile(join(out, name), "utf8");
const records = async (name: string): Promise<Record<string, unknown>[]> =>
  (await text(name))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

test("a release has the five files of PRISM, ours beside them, tables, study, codebook, card and manifest", async () => {
  await write();
  expect((await readdir(out, { recursive: true })).toSorted()).toEqual([
    "README.md",
    "answers.jsonl",
    "codebook.json",
    "codebook.md",
    "conversations.jsonl",
    "csv",
    "csv/answers.csv",
    "csv/conversations.csv",
    "csv/detections.csv",
    "csv/metadata.csv",
    "csv/models.csv",
    "csv/slots.csv",
    "csv/survey.csv",
    "csv/timings.csv",
    "csv/utterances.csv",
    "csv/wide.csv",
    "detections.jsonl",
    "manifest.json",
    "metadata.jsonl",
    "models.jsonl",
    "parquet",
    "parquet/answers.parquet",
    "parquet/conversations.parquet",
    "parquet/detections.parquet",
    "parquet/metadata.parquet",
    "parquet/models.parquet",
    "parquet/slots.parquet",
    "parquet/survey.parquet",
    "parquet/timings.parquet",
    "parquet/utterances.parquet",
    "parquet/wide.parquet",
    "slots.jsonl",
    "study.yaml",
    "survey",
    "survey.jsonl",
    "survey/questions.json",
    "timings.jsonl",
    "utterances.jsonl",
  ]);
  expect(await text("study.yaml")).toBe("refract: 1\nid: small\n");
  expect(await readdir(folder)).toEqual(["dataset"]);
});

test("the manifest has the hash, length and rows of every file, and the totals", async () => {
  const { manifest } = await write({ generatedBy: "a test", generatedAt: Date.UTC(2026, 10, 24) });
  expect(manifestSchema.parse(JSON.parse(await text("manifest.json")))).toEqual(manifest);
  const names = (await readdir(out, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1));
  expect(manifest.files.map((file) => file.name)).toEqual(
    names.filter((name) => name !== "manifest.json").toSorted(),
  );
  for (const file of manifest.files) {
    const bytes = await readFile(join(out, file.name));
    expect([file.name, bytes.length, createHash("sha256").update(bytes).digest("hex")]).toEqual([
      file.name,
      file.bytes,
      file.sha256,
    ]);
  }
  expect(manifest.files.find((file) => file.name === "csv/wide.csv")?.rows).toBe(3);
  expect(manifest.counts).toEqual({
    participants: 2,
    participants_with_conversations: 1,
    survey_only: 1,
    simulated_participants: 0,
    conversations: 2,
    interactions: 3,
    utterances: 5,
    chosen_utterances: 3,
    failed_slots: 1,
    truncated_slots: 0,
    reasoned_slots: 0,
    texts: 12,
    balanced_subset: { participants: 1, conversations: 2, utterances: 5 },
    left_out: { participants: 1, unfinished_conversations: 1, unsettled_turns: 0 },
  });
  expect([manifest.mode, manifest.generated_at]).toEqual(["people", "2026-11-24T00:00:00.000Z"]);
  expect(manifest.undetected.moderation).toEqual({ "not-asked": 9, "not-applicable": 3 });
});

test("the codebook has the range of a study's own statements", async () => {
  const { conversations } = study;
  const block = conversations?.performanceAttributes ?? null;
  if (conversations === null || block === null) throw new Error("expected a study with statements");
  const ten = { ...conversations, choiceAttributes: { ...block, minimum: 0, maximum: 10 } };
  await write({ study: { ...study, conversations: ten } });
  const { files }: Codebook = JSON.parse(await text("codebook.json"));
  const fields = files.find(({ name }) => name === "conversations.jsonl")?.fields ?? [];
  const found = ["performance_attributes.values", "choice_attributes.values"].map((name) => {
    const { minimum, maximum, description } = fields.find((each) => each.name === name) ?? {};
    return [minimum, maximum, description];
  });
  expect(found).toEqual([
    [1, 100, "How the top response to the opening message did: values. 1 (Very poorly) to 100 (Very well)."],
    [0, 10, "How much it mattered for choosing that response: values. 0 (Very poorly) to 10 (Very well)."],
  ]);
});

test("the seed is open in simulated data only, and they carry no time of writing", async () => {
  const open: ReleaseStudy = { ...study, seed: { kind: "open", digest: "d", value: "the seed" } };
  const simulated = people.map((person) => ({ ...person, simulated: true }));
  const made = await write({ study: open, participants: each(simulated), generatedAt: 1 });
  expect([made.manifest.mode, made.manifest.seeds.study, made.manifest.generated_at]).toEqual([
    "simulated",
    "the seed",
    null,
  ]);
  const real = await write({ study: open, out: join(folder, "real") });
  expect(real.manifest.seeds.study).toBeNull();
  for (const name of await readdir(join(folder, "real"))) {
    if (!/\.(json|jsonl|md)$/.test(name)) continue;
    expect(await readFile(join(folder, "real", name), "utf8")).not.toContain("the seed");
  }
});

test("two runs over the same simulated people give the same bytes, tables included", async () => {
  const simulated = Array.from({ length: 40 }, (_, index) => ({
    ...(people[index % people.length] ?? participant()),
    simulated: true,
  }));
  const hashes = async (target: string, generatedAt: number) => {
    const { manifest } = await write({ participants: each(simulated), out: target, generatedAt });
    return manifest.files.map((file) => `${file.sha256} ${file.name}`);
  };
  const first = await hashes(join(folder, "a"), 1);
  expect(await hashes(join(folder, "b"), 2)).toEqual(first);
  expect(await readFile(join(folder, "a/manifest.json"))).toEqual(
    await readFile(join(folder, "b/manifest.json")),
  );
});

test("files that come along can name the ids people got, and are in the manifest", async () => {
  const ids: (string | null)[] = [];
  const { manifest } = await write({
    participants: each([participant({ surveyFinishedAt: null }), ...people]),
    onProgress: (count, userId) => {
      expect(count).toBe(ids.push(userId));
    },
    extraFiles: () => ({ "truth.json": JSON.stringify(ids) }),
  });
  expect(await text("truth.json")).toBe('[null,"user0","user1",null]');
  expect(manifest.files.map((file) => file.name)).toContain("truth.json");
  await expect(
    write({ out: join(folder, "n"), extraFiles: () => ({ "../truth.json": "" }) }),
  ).rejects.toMatchObject({ code: "invalid-input" });
  const withTruth = { ...study, files: { ...study.files, "truth.json": "of the study" } };
  await expect(
    write({ out: join(folder, "n"), study: withTruth, extraFiles: () => ({ "truth.json": "" }) }),
  ).rejects.toThrow('file "truth.json": a dataset has a file of its own by this name');
});

test("a crash on the way leaves nothing at the target and nothing beside it", async () => {
  async function* breaking(): AsyncGenerator<ReleaseParticipant> {
    yield* people;
    throw new Error("the store went away");
  }
  await expect(write({ participants: breaking() })).rejects.toThrow("the store went away");
  expect(await readdir(folder)).toEqual([]);
});

test("a process that is killed leaves one hidden folder, and the next export goes through", async () => {
  const at = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  const script = `
    import { writeRelease } from ${at("./write-release.ts")};
    import { people, study } from ${at("./fixtures/three-people.ts")};
    async function* dying() { yield* people; process.kill(process.pid, "SIGKILL"); await new Promise(() => {}); }
    const none = { language: null, personalData: null, moderation: null };
    await writeRelease({ study, participants: dying(), out: ${JSON.stringify(out)}, detectors: none });`;
  const { signal } = spawnSync(process.execPath, ["--input-type=module", "--eval", script]);
  expect(signal).toBe("SIGKILL");
  expect((await readdir(folder)).map((name) => name.slice(0, -6))).toEqual([".dataset.partial-"]);
  await write();
  expect(await records("survey.jsonl")).toHaveLength(2);
});

test("a folder with something in it is refused; an earlier dataset is replaced when asked, and only whole", async () => {
  await mkdir(out);
  await writeFile(join(out, "thesis.txt"), "mine");
  await expect(write()).rejects.toMatchObject({ code: "invalid-input" });
  await expect(write({ overwrite: true })).rejects.toThrow("no manifest.json");
  expect(await text("thesis.txt")).toBe("mine");
  await rm(out, { recursive: true });
  await mkdir(out);
  await write();
  await expect(write()).rejects.toThrow("the folder holds a dataset");
  const before = await text("manifest.json");
  await expect(write({ overwrite: true, participants: failing() })).rejects.toThrow("no");
  expect(await text("manifest.json")).toBe(before);
  await write({ overwrite: true, participants: each([participant()]) });
  expect(await records("survey.jsonl")).toHaveLength(1);
  expect(await readdir(folder)).toEqual(["dataset"]);
});

test("a file as target is refused, as are study files that would leave the folder or hide the data", async () => {
  await writeFile(out, "");
  await expect(write()).rejects.toMatchObject({ code: "invalid-input" });
  for (const name of ["../x", "/etc/x", "survey.jsonl", "README.md", "a\\b", "csv/x.csv", "a/../../x"]) {
    const broken = { ...study, files: { [name]: "" } };
    await expect(write({ study: broken, out: join(folder, "n") })).rejects.toMatchObject({
      code: "invalid-input",
    });
  }
  expect(await readdir(folder)).toEqual(["dataset"]);
});

async function* failing(): AsyncGenerator<ReleaseParticipant> {
  yield participant();
  throw new Error("no");
}
