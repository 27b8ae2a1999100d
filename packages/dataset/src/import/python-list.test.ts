import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePythonList } from "./python-list.ts";

test("either quote, commas and quotes inside, escapes, a comma at the end", () => {
  expect(
    parsePythonList(`['a', "don't", 'say "hi", please', 'b\\nc', 'it\\'s', 'caf\\xe9 \\u00e9', ]`),
  ).toEqual(["a", "don't", 'say "hi", please', "b\nc", "it's", "café é"]);
  expect(parsePythonList(" [] ")).toEqual([]);
});

test.each([
  ["['a'", "the end, expected , or ]"],
  ["['a", "the end, expected a closing '"],
  ["a", '"a" at character 1, expected ['],
  ["[1]", '"1]" at character 2, expected a text in quotes'],
  ["['a'] + x", '"+ x" at character 7, expected nothing more'],
  ["['a' 'b']", "\"'b']\" at character 6, expected , or ]"],
  ["['\\u12']", '"u12\']" at character 4, expected 4 hexadecimal digits'],
])("%s is no list of texts", (text, message) => {
  expect(() => parsePythonList(text)).toThrow(`list literal: ${message}`);
});

/** As Python's repr writes a text: single quotes unless there are single and no double ones inside. */
function repr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
    .replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

test("whatever texts a list holds, they come back", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
      expect(parsePythonList(`[${texts.map(repr).join(", ")}]`)).toEqual(texts);
    }),
  );
});

test("no text makes it fail otherwise than by an error with a place", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        parsePythonList(`[${text}`);
      } catch (thrown) {
        expect(String(thrown)).toContain("list literal: ");
      }
    }),
  );
});
