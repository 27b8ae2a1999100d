import { type MadeFiles, madeFolder, madeReleaseFiles } from "@refract/testing/made-release";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type ReleaseFileName, releaseFileNames } from "../prism-release/release-files.ts";
import { checkDataset } from "./check-dataset.ts";

const made = () => madeReleaseFiles({ seed: "mutations", participants: 4, responseCharacters: 20 });

/** Free places of a JSON value: where something other can be put. */
function leavesOf(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  return Object.entries(value).flatMap(([key, member]) =>
    leavesOf(member, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

type Json = Record<string, unknown>;

function parentOf(record: unknown, path: readonly (string | number)[]): Json {
  let parent: unknown = record;
  for (const key of path.slice(0, -1)) parent = isJson(parent) ? parent[key] : undefined;
  if (!isJson(parent)) throw new Error(`no object at ${path.join(".")}`);
  return parent;
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

async function violationsOf(files: Readonly<Record<string, readonly unknown[]>>) {
  await using folder = await madeFolder(files);
  return (await checkDataset(folder.path)).violations;
}

const anyRecord = fc.record({ file: fc.constantFrom(...releaseFileNames), row: fc.nat(), leaf: fc.nat() });

function pick(files: MadeFiles, choice: { file: ReleaseFileName; row: number; leaf: number }) {
  const rows: unknown[] = files[choice.file];
  const row = choice.row % rows.length;
  const leaves = leavesOf(rows[row]);
  const path = leaves[choice.leaf % leaves.length] ?? [];
  return { rows, row, path, key: path.at(-1) ?? "", parent: parentOf(rows[row], path) };
}

test("half a surrogate pair is found in its line, and whole pairs and texts about halves are not", async () => {
  const files = made();
  for (const [row, record] of files["utterances.jsonl"].entries())
    Object.assign(record, { model_response: row === 1 ? "\ud83d Oh" : "\\ud83d and \ud83d\ude42" });
  const found = (await violationsOf(files)).filter(({ kind }) => kind === "encoding");
  expect(found.map(({ message }) => message)).toEqual([
    "utterances.jsonl line 2: a text holds half a surrogate pair, expected whole characters",
  ]);
});

test("a value of another type anywhere is found in its file and line", async () => {
  await fc.assert(
    fc.asyncProperty(anyRecord, fc.constantFrom<unknown>([], { a: 1 }, 0.5), async (choice, wrong) => {
      const files = made();
      const { row, parent, key } = pick(files, choice);
      // Numbers with a fraction are right in durations and category scores, which are checked elsewhere.
      fc.pre(!(wrong === 0.5 && /timing|sexual|hate|harassment|self-harm|violence/.test(String(key))));
      parent[key] = wrong;
      const found = await violationsOf(files);
      expect(found.some((violation) => violation.file === choice.file && violation.line === row + 1)).toBe(
        true,
      );
    }),
    { numRuns: 60 },
  );
});

test("a field that is left out, and one too many, are found in their file and line", async () => {
  await fc.assert(
    fc.asyncProperty(anyRecord, fc.boolean(), async (choice, adds) => {
      const files = made();
      const { row, path, parent, key } = pick(files, choice);
      // Settings of models are free maps.
      fc.pre(!String(path[0]).endsWith("_params"));
      if (adds) parent.surplus = 1;
      else delete parent[key];
      const found = await violationsOf(files);
      expect(
        found.some(
          (violation) =>
            violation.kind === "schema" && violation.file === choice.file && violation.line === row + 1,
        ),
      ).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("a row twice, and a row that is gone, are found", async () => {
  await fc.assert(
    fc.asyncProperty(anyRecord, fc.boolean(), async (choice, repeats) => {
      const files = made();
      const { rows, row } = pick(files, choice);
      if (repeats) rows.push(structuredClone(rows[row]));
      else {
        // A model that nobody talked to may be left out.
        const name = isJson(rows[row]) ? rows[row].long_name : undefined;
        fc.pre(name === undefined || files["utterances.jsonl"].some((each) => each.model_name === name));
        rows.splice(row, 1);
      }
      expect(await violationsOf(files)).not.toEqual([]);
    }),
    { numRuns: 40 },
  );
});

/** Fields that another row or file repeats: a change of one side shows. */
const told: Readonly<Partial<Record<ReleaseFileName, readonly string[]>>> = {
  "utterances.jsonl": [
    "utterance_id",
    "interaction_id",
    "conversation_id",
    "user_id",
    "turn",
    "within_turn_id",
    "included_in_balanced_subset",
    "conversation_type",
    "user_prompt",
    "model_response",
    "model_name",
    "model_provider",
    "score",
    "if_chosen",
  ],
  "conversations.jsonl": [
    "conversation_id",
    "user_id",
    "included_in_balanced_subset",
    "conversation_type",
    "opening_prompt",
    "conversation_turns",
    "timing_duration_mins",
  ],
  "metadata.jsonl": ["column_id", "user_id", "conversation_id", "interaction_id", "utterance_id", "en_flag"],
};

test("a right value in the wrong place is found wherever another row or file says otherwise", async () => {
  const place = fc.constantFrom(
    ...Object.entries(told).flatMap(([file, fields]) => fields.map((field) => ({ file, field }))),
  );
  await fc.assert(
    fc.asyncProperty(place, fc.nat(), fc.nat(), async ({ file, field }, row, other) => {
      const files: Readonly<Record<string, unknown[]>> = made();
      const rows = files[file] ?? [];
      const record = rows[row % rows.length];
      const source = rows[other % rows.length];
      if (!isJson(record) || !isJson(source)) throw new Error("rows are objects");
      fc.pre(JSON.stringify(record[field]) !== JSON.stringify(source[field]));
      record[field] = source[field];
      expect(await violationsOf(files)).not.toEqual([]);
    }),
    { numRuns: 120 },
  );
});

test("a right value in the wrong place of a history is found too", async () => {
  const field = fc.constantFrom("turn", "content", "model_name", "score", "if_chosen", "within_turn_id");
  await fc.assert(
    fc.asyncProperty(field, fc.nat(), fc.nat(), fc.nat(), async (key, row, one, two) => {
      const files = made();
      const conversations = files["conversations.jsonl"];
      const items: Json[] = (conversations[row % conversations.length]?.conversation_history ?? []).filter(
        (item) => item.role === "model",
      );
      const item = items[one % items.length];
      const source = items[two % items.length];
      if (item === undefined || source === undefined) throw new Error("every history has responses");
      fc.pre(item[key] !== source[key]);
      item[key] = source[key];
      expect(await violationsOf(files)).not.toEqual([]);
    }),
    { numRuns: 80 },
  );
});
