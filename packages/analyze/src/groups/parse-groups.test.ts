import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { madeFolder } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import { parseGroups } from "./parse-groups.ts";

test("a file of groups is read, with what it does not say filled in", () => {
  expect(parseGroups("attributes:\n  age: { column: age, title: Age }\n")).toEqual({
    version: 1,
    minimum: 20,
    exclude: ["Prefer not to say"],
    attributes: { age: { column: "age", title: "Age", map: {}, order: [] } },
    populations: {},
    pools: {},
    weights: { scheme: "none" },
  });
});

test("what is wrong is said with line and column, all at once", () => {
  const text = "minimum: 0\nattributes:\n  age:\n    column: age\n    titel: Age\n";
  expect(() => parseGroups(text, "mine.yaml")).toThrow(
    [
      "mine.yaml:1:10: minimum: invalid value 0, expected at least 1",
      "mine.yaml:4:5: attributes.age.title: missing, expected string",
      'mine.yaml:5:5: attributes.age: unknown field "titel"',
    ].join("\n"),
  );
});

test("a population can be the people of a list beside the file, such as those drawn to match a census", async () => {
  await using folder = await madeFolder({ "drawn.csv": "user_id\r\nuser3\r\nuser1\r\nuser3\r\n" });
  const text = (list: string, column = "user_id") =>
    `attributes: {}\npopulations:\n  drawn: {title: Drawn, where: [{column: ${column}, listed: ${list}}]}\n`;
  const read = (...given: Parameters<typeof text>) =>
    parseGroups(text(...given), join(folder.path, "groups.yaml"));
  expect(read("drawn.csv").populations.drawn?.where).toEqual([{ column: "user_id", in: ["user3", "user1"] }]);
  expect(() => read("gone.csv")).toThrow(/groups\.yaml:3:.*no such file/);
  expect(() => read("drawn.csv", "age")).toThrow('drawn.csv: no column "age", expected it beside user_id');
});

test("a file that is no YAML is refused with its place", () => {
  expect(() => parseGroups("attributes: [", "mine.yaml")).toThrow(/^mine\.yaml:\d+:\d+: /);
});

test("the files that the guide shows are such files", async () => {
  const guide = await readFile(new URL("../../../../docs/analyses.md", import.meta.url), "utf8");
  const [whole = "", weights = ""] = Array.from(
    guide.matchAll(/```yaml\n(.+?)```/gs),
    ([, text]) => text ?? "",
  );
  const groups = parseGroups(whole);
  expect(groups.weights.scheme).toBe("raking");
  // the second one stands in for the weights of the first
  const other = parseGroups(`${whole.slice(0, whole.indexOf("\nweights:"))}\n${weights}`);
  if (other.weights.scheme !== "post-stratification") throw new Error("no cells");
  const levels = Object.values(groups.attributes.age?.map ?? {});
  for (const { levels: cell } of other.weights.cells) expect(levels).toContain(cell.age);
});
