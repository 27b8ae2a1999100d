import { expect, test } from "vitest";
import * as z from "zod";
import { valueByShape } from "./value-by-shape.ts";

const schema = z
  .strictObject({
    id: z
      .string()
      .max(3)
      .regex(/^[a-z]+$/),
    count: z.int().min(1).default(2),
    stages: z.array(
      z.discriminatedUnion("type", [
        z.strictObject({ type: z.literal("a"), limit: z.int().max(5) }),
        z.strictObject({ type: z.literal("b"), text: z.string().transform((text) => text.length) }),
      ]),
    ),
  })
  .refine(({ stages }) => stages.length < 2, { message: "too many stages" });

test("limits, patterns and rules between fields are not looked at, and defaults and transforms still work", () => {
  expect(
    valueByShape(schema, {
      id: "TOO LONG",
      stages: [
        { type: "a", limit: 9 },
        { type: "b", text: "four" },
      ],
    }),
  ).toEqual({
    id: "TOO LONG",
    count: 2,
    stages: [
      { type: "a", limit: 9 },
      { type: "b", text: 4 },
    ],
  });
});

test("fields that the schema does not know are left out, at any depth", () => {
  expect(
    valueByShape(schema, { id: "a", old: 1, stages: [{ type: "a", limit: 1, older: { very: "old" } }] }),
  ).toEqual({ id: "a", count: 2, stages: [{ type: "a", limit: 1 }] });
});

test.each([
  [{ id: 5, stages: [] }],
  [{ id: "a" }],
  [{ id: "a", stages: [{ type: "c" }] }],
  [{ id: "a", stages: [{ type: "a", limit: "1" }] }],
  ["text"],
])("another shape is null: %j", (value) => {
  expect(valueByShape(schema, value)).toBeNull();
});
