import { expect, test } from "vitest";
import { field } from "./field-definition.ts";
import { FileTally } from "./field-tally.ts";

const tallyOf = (...fields: ReturnType<typeof field>[]) =>
  new FileTally({ name: "x.jsonl", description: "", fields });
const countsOf = (tally: FileTally) =>
  Object.fromEntries(tally.counts().map((each) => [each.definition.name, each.counts]));

test("levels are counted, those nobody chose as zero and those nobody foresaw too", () => {
  const tally = tallyOf(field("age", "level", "", { levels: ["young", "old"] }), field("yes", "flag", ""));
  for (const record of [
    { age: "old", yes: true },
    { age: "older", yes: false },
    { age: "old", yes: true },
  ]) {
    tally.add(record);
  }
  const counts = countsOf(tally);
  expect(counts.age?.levels).toEqual([
    { value: "young", count: 0 },
    { value: "old", count: 2 },
    { value: "older", count: 1 },
  ]);
  expect(counts.yes?.levels).toEqual([
    { value: "true", count: 2 },
    { value: "false", count: 1 },
  ]);
  expect(tally.rows).toBe(3);
});

test("nulls are counted by the reason of the row, else by that of the field; a null group is null in every member", () => {
  const tally = tallyOf(
    field("group.a", "integer", "", { nullMeans: "not-asked" }),
    field("group.b", "integer", "", { nullMeans: "not-asked" }),
  );
  tally.add({ group: { a: 1, b: null } }, new Map([["group.b", "skipped"]]));
  tally.add({ group: { a: 4, b: null } });
  tally.add({ group: null });
  const counts = countsOf(tally);
  expect([counts["group.a"]?.minimum, counts["group.a"]?.maximum, counts["group.a"]?.mean]).toEqual([
    1, 4, 2.5,
  ]);
  expect(counts["group.a"]?.missing).toEqual({ "not-asked": 1 });
  expect(counts["group.b"]?.missing).toEqual({ "not-asked": 2, skipped: 1 });
});

test("a null group is null in every member for the reason of the member, else for that of the group", () => {
  const tally = tallyOf(field("group.a", "integer", ""), field("group.b", "integer", ""));
  tally.add(
    { group: null },
    new Map([
      ["group", "skipped"],
      ["group.b", "not-asked"],
    ]),
  );
  const counts = countsOf(tally);
  expect([counts["group.a"]?.missing, counts["group.b"]?.missing]).toEqual([
    { skipped: 1 },
    { "not-asked": 1 },
  ]);
});

test("numbers below, at and above 0 have their least and greatest, whichever comes first", () => {
  for (const values of [
    [-2, 0, 3],
    [3, 0, -2],
    [0, 3, -2],
  ]) {
    const tally = tallyOf(field("n", "integer", ""));
    for (const n of values) tally.add({ n });
    expect(countsOf(tally).n).toMatchObject({ minimum: -2, maximum: 3, mean: 0.333 });
  }
});

test("items of lists are counted one by one, and texts by length with EMPTY STRING apart", () => {
  const tally = tallyOf(field("said[].role", "level", ""), field("said[].content", "text", ""));
  tally.add({
    said: [
      { role: "user", content: "four" },
      { role: "model", content: "EMPTY STRING" },
    ],
  });
  const counts = countsOf(tally);
  expect(counts["said[].role"]?.present).toBe(2);
  expect(counts["said[].content"]).toMatchObject({ minimum: 4, maximum: 12, mean: 8, empty: 1 });
});

test("a level with more than 300 values lists 300 and says that there are more", () => {
  const tally = tallyOf(field("word", "level", ""));
  for (let index = 0; index < 1000; index += 1) tally.add({ word: `w${index}` });
  const { word } = countsOf(tally);
  expect([word?.levels?.length, word?.moreLevels, word?.present]).toEqual([300, true, 1000]);
});

test("a field without definition is a programming error", () => {
  expect(() => tallyOf(field("a", "id", "")).add({ a: "1", b: "2" })).toThrow(
    "x.jsonl: the codebook has no field b",
  );
});
