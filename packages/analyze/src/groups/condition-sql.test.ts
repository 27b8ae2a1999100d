import { madeFolder } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import { openAnalysisData } from "../data/analysis-data.ts";
import { populationSql } from "./condition-sql.ts";
import type { Condition } from "./groups.ts";

const survey = [
  { user_id: "one", whole: 1, part: 1, mixed: "1.0", yes: true },
  { user_id: "two", whole: 2, part: 2.5, mixed: "no number", yes: false },
  { user_id: "none", whole: null, part: null, mixed: null, yes: null },
];

test.each<[Condition, readonly string[]]>([
  [{ column: "whole", is: 1 }, ["one"]],
  [{ column: "part", is: 1 }, ["one"]],
  [{ column: "mixed", is: 1 }, ["one"]],
  [{ column: "part", is: 2.5 }, ["two"]],
  [{ column: "whole", not: 1 }, ["two"]],
  [{ column: "part", not: 1 }, ["two"]],
  [{ column: "mixed", not: 1 }, ["two"]],
  [{ column: "mixed", is: "no number" }, ["two"]],
  [{ column: "yes", is: true }, ["one"]],
  [{ column: "yes", not: true }, ["two"]],
  [{ column: "mixed", in: ["1.0", "no number"] }, ["one", "two"]],
])("%j finds %j, whatever type the column has, and nobody without an answer", async (condition, people) => {
  await using folder = await madeFolder({ "survey.jsonl": survey });
  await using data = await openAnalysisData(folder.path);
  const where = populationSql(data, { title: "some", where: [condition] });
  const { user_id } = await data.arrays(`SELECT user_id FROM participants WHERE ${where} ORDER BY user_id`, {
    user_id: "text",
  });
  expect(user_id).toEqual(people);
});
