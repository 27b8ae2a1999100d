import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { refuseDeepNesting } from "./refuse-deep-nesting.ts";

const chunk = 1 << 20;

const nested = (depth: number, open = "[", close = "]") => open.repeat(depth) + close.repeat(depth);

async function looked(text: string): Promise<string> {
  await using made = await mkdtempDisposable(join(tmpdir(), "refract-deep-"));
  const path = join(made.path, "survey.jsonl");
  await writeFile(path, text);
  return await refuseDeepNesting(path).then(
    () => "let through",
    (error: unknown) => String(error),
  );
}

test.each([
  ["a hundred deep", `{"a":1}\n{"a":${nested(99)}}\n`],
  ["brackets in texts", `{"a":"${nested(300)}\\"${nested(300, "{", "}")}","b":"\\\\"}\n`.repeat(3)],
  ["many brackets side by side", `{"a":[${"[1],".repeat(500)}[1]]}\n`],
  ["a text that is never closed, which ends with its line", `{"a":"[\n${`{"b":${nested(50)}}\n`.repeat(3)}`],
  ["brackets that are never closed, which end with their line", `${"[".repeat(60)}\n`.repeat(3)],
  [
    "more brackets than may be open, in lines that go over the end of a read",
    `{"a":[${"[1],".repeat(300)}"${"x".repeat(700_000)}"]}\n`.repeat(4),
  ],
  ["longer than a read", `{"a":"${"x".repeat(3_000_000)}","b":${nested(99)}}\n`],
  // an escape, a text and a line that go from one read into the next, whatever byte that begins with
  ...[0, 1, 2, 3].map((shift): [string, string] => [
    `an escape at the end of a read (${shift})`,
    `{"a":"${"x".repeat(chunk - 8 + shift)}\\\\\\"${nested(120)}","b":${nested(99)}}\n`,
  ]),
  ["empty", ""],
])("%s is let through", async (_, text) => {
  expect(await looked(text)).toBe("let through");
});

test.each([
  ...[0, 1, 2, 3].map((shift): [string, string, number] => [
    `behind an escape at the end of a read (${shift})`,
    `{"a":"${"x".repeat(chunk - 8 + shift)}\\\\","b":${nested(100)}}\n`,
    1,
  ]),
  [
    "behind a text that ends with its line on a backslash",
    `{"a":"x\\\n"${"x".repeat(60)}":${nested(101)}\n`,
    2,
  ],
  [
    "behind many brackets, over the end of a read",
    `{"a":[${"[1],".repeat(300)}"${"x".repeat(chunk)}"],"b":${nested(100)}}\n`,
    1,
  ],
  ["arrays", `{"a":1}\n{"a":${nested(100)}}\n`, 2],
  ["objects, without a line end", nested(101, '{"a":', "}"), 1],
  ["beyond a long text", `{"a":"${"x\\\\".repeat(700_000)}","b":${nested(200_000)}}`, 1],
  ["behind a text that is never closed", `{"a":"x\n${nested(101)}\n`, 2],
  ["never closed", `\n\n${"[".repeat(200)}`, 3],
])("%s nested deeper are refused with their line", async (_, text, line) => {
  expect(await looked(text)).toBe(
    `RefractError: survey.jsonl line ${line}: nested more than 100 deep, expected a record`,
  );
});
