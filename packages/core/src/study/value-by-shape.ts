import type * as z from "zod";

/** Rounds of leaving out unknown fields; each round goes one level deeper at least. */
const mostRounds = 20;

/**
 * Reads a value that an earlier version of a schema took. Only the shape has to fit: limits, patterns and rules between
 * fields are not looked at, and fields that the schema no longer knows are left out. Null when the shape is another.
 */
export function valueByShape<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> | null {
  const byShape: z.core.ParseContextInternal<z.core.$ZodIssue> = { skipChecks: true };
  let value = input;
  for (let round = 0; round < mostRounds; round += 1) {
    const result = schema.safeParse(value, byShape);
    if (result.success) return result.data;
    const unknown = result.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [],
    );
    if (!result.error.issues.every(({ code }) => code === "unrecognized_keys")) return null;
    value = unknown.reduce(without, value);
  }
  return null;
}

/** A copy in which the field at the path is missing. */
function without(value: unknown, path: readonly PropertyKey[]): unknown {
  const [first, ...rest] = path;
  if (Array.isArray(value)) return value.map((item, index) => (index === first ? without(item, rest) : item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      key !== first ? [[key, item]] : rest.length === 0 ? [] : [[key, without(item, rest)]],
    ),
  );
}
