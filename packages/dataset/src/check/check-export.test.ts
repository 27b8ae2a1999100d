import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  conversation,
  each,
  participant,
  people,
  response,
  study,
  turn,
} from "../release-writer/fixtures/three-people.ts";
import type { ReleaseStudy } from "../release-writer/release-source.ts";
import { type WriteReleaseOptions, writeRelease } from "../release-writer/write-release.ts";
import { checkDataset } from "./check-dataset.ts";
import { digestFile } from "./check-records.ts";

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "checked-"));
  out = join(folder, "dataset");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const none = { language: null, personalData: null, moderation: null };
const write = (changes: Partial<WriteReleaseOptions> = {}) =>
  writeRelease({ study, participants: each(people), out, detectors: none, ...changes });
const messages = async () => (await checkDataset(out)).violations.map((violation) => violation.message);

test("an export of ours is valid by the rules its manifest states", async () => {
  await write();
  const check = await checkDataset(out);
  expect(check.violations).toEqual([]);
  expect(check.form).toBe("study");
  expect(check.files.map((file) => file.name)).toContain("csv/wide.csv");
});

test("a changed side file, a file of no list and a missing file are found by the manifest", async () => {
  await write();
  await appendFile(join(out, "slots.jsonl"), "\n");
  await appendFile(join(out, "codebook.md"), "");
  await writeFile(join(out, "mine.jsonl"), "{}\n");
  await rm(join(out, "csv/wide.csv"));
  const found = await messages();
  expect(found).toHaveLength(5);
  expect(found).toContainEqual(
    expect.stringMatching(/^slots\.jsonl line \d+: the line is empty, expected one JSON object$/),
  );
  expect(found).toContainEqual(
    expect.stringMatching(/^slots\.jsonl: invalid value \d+, expected \d+ rows, as manifest\.json says$/),
  );
  expect(
    found.filter((message) =>
      /^slots\.jsonl: \d+ bytes, expected \d+, as manifest\.json says$/.test(message),
    ),
  ).toHaveLength(1);
  expect(found).toContain("csv/wide.csv: missing, expected the file manifest.json lists");
  expect(found).toContain("mine.jsonl: a file that manifest.json does not list, expected only listed files");
});

test("one letter changed in a text is found, whatever it means", async () => {
  await write();
  const path = join(out, "survey.jsonl");
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace(/"self_description":"(.)/, '"self_description":"#'));
  const found = await messages();
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(
    /^survey\.jsonl: SHA-256 [0-9a-f]{64}, expected [0-9a-f]{64}, as manifest\.json says$/,
  );
});

test("totals of the manifest that the rows don't have, and a manifest that is none", async () => {
  await write();
  const path = join(out, "manifest.json");
  const manifest = JSON.parse(await readFile(path, "utf8"));
  manifest.counts.utterances += 1;
  await writeFile(path, JSON.stringify(manifest));
  expect(await messages()).toEqual([
    expect.stringMatching(
      /^manifest\.json: counts\.utterances: invalid value \d+, expected \d+, as counted in the files$/,
    ),
  ]);
  await writeFile(path, "{");
  expect(await messages()).toEqual(["manifest.json: not JSON, expected one JSON object"]);
});

/** Changes the first row of a file, and the manifest with it, so that no checksum tells. */
async function changeRow(name: string, change: (row: Record<string, unknown>) => unknown): Promise<void> {
  const [first = "", ...others] = (await readFile(join(out, name), "utf8")).split("\n");
  const changed = change(JSON.parse(first));
  const rows = changed === null ? others : [JSON.stringify(changed), ...others];
  await writeFile(join(out, name), rows.join("\n"));
  const path = join(out, "manifest.json");
  const manifest = JSON.parse(await readFile(path, "utf8"));
  const entry = manifest.files.find((file: { name: string }) => file.name === name);
  Object.assign(entry, await digestFile(join(out, name)));
  if (changed === null) entry.rows -= 1;
  await writeFile(path, JSON.stringify(manifest));
}

test.each<[string, Record<string, unknown> | null, readonly string[]]>([
  [
    "slots.jsonl",
    { utterance_id: "ut99" },
    [
      'slots.jsonl line 1: utterance_id: invalid value "ut99", expected an id of utterances.jsonl',
      "slots.jsonl: no row for the response ut0, expected one row for every response",
    ],
  ],
  [
    "slots.jsonl",
    { utterance_id: "ut1" },
    [
      'slots.jsonl line 2: utterance_id: "ut1" has a row already, expected one row for a response',
      "slots.jsonl: no row for the response ut0, expected one row for every response",
    ],
  ],
  ["slots.jsonl", null, ["slots.jsonl: no row for the response ut0, expected one row for every response"]],
  [
    "answers.jsonl",
    { user_id: "user9", missing: "skipped" },
    [
      'answers.jsonl line 1: user_id: invalid value "user9", expected an id of survey.jsonl',
      'answers.jsonl line 1: missing: invalid value "skipped", expected null, since there is a value',
    ],
  ],
  [
    "answers.jsonl",
    { value: null },
    ["answers.jsonl line 1: missing: invalid value null, expected a reason, since value is null"],
  ],
  [
    "metadata.jsonl",
    { en_flag: true },
    ["metadata.jsonl line 1: en_flag: invalid value true, expected null, since language_flag is null"],
  ],
  [
    "conversations.jsonl",
    { conversation_type: "other" },
    [
      'conversations.jsonl line 1: conversation_type: invalid value "other", expected one of "unguided", "values guided"',
    ],
  ],
])("%s with %j is found although its checksum is right", async (name, change, expected) => {
  await write();
  await changeRow(name, (row) => (change === null ? null : { ...row, ...change }));
  expect((await messages()).filter((message) => !message.startsWith("utterances.jsonl"))).toEqual(expected);
});

test("people without conversations and slots without an answer are counted again", async () => {
  await write();
  const path = join(out, "manifest.json");
  const manifest = JSON.parse(await readFile(path, "utf8"));
  manifest.counts.survey_only += 1;
  manifest.counts.failed_slots += 2;
  await writeFile(path, JSON.stringify(manifest));
  expect(await messages()).toEqual([
    "manifest.json: counts.survey_only: invalid value 2, expected 1, as counted in the files",
    "manifest.json: counts.failed_slots: invalid value 3, expected 1, as counted in the files",
  ]);
});

test("a study with verdicts and without survey is valid: no scores, and a tie chooses nothing", async () => {
  const design = study.conversations;
  if (design === null) throw new Error("the fixture has conversations");
  const arena: ReleaseStudy = {
    ...study,
    surveyFields: [],
    conversations: {
      ...design,
      judge: { kind: "verdict", options: [{ id: "tie", label: "A tie" }] },
      openingResponses: 2,
      laterResponses: 2,
      continuation: "all",
      minimumTurns: 1,
    },
  };
  const pair = [
    { ...response("first", "One.", null), drawnOrder: 0, shownOrder: 0, chosen: false },
    { ...response("second", "Two.", null), drawnOrder: 1, shownOrder: 1, chosen: false },
  ];
  const talk = conversation(design.types[0]?.id ?? "", [
    { ...turn("Hello", pair), settledBy: "verdict", verdict: "tie" },
  ]);
  await write({ study: arena, participants: each([participant({ survey: {}, conversations: [talk] })]) });
  const check = await checkDataset(out);
  expect(check.violations).toEqual([]);
  expect(check.counts).toMatchObject({ participants: 1, utterances: 2, chosenUtterances: 0 });
  await changeRow("verdicts.jsonl", () => null);
  expect(await messages()).toEqual([
    "verdicts.jsonl: no row for the conversation c0, expected one row for every conversation",
  ]);
});
