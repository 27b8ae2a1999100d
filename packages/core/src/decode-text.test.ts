import { expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";

const utf16 = (text: string, isLittle: boolean, mark: boolean) => {
  const units = [...(mark ? "\u{feff}" : ""), ...text].map((letter) => letter.charCodeAt(0));
  return Uint8Array.from(
    units.flatMap((unit) => (isLittle ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff])),
  );
};
const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const ask = "expected UTF-8: save it again with that encoding";

test("UTF-8 is read with and without its mark, whatever it holds", () => {
  const text = "title: Café \u{fffd} 你好 \u{1f642}\n";
  expect(decodeText(new TextEncoder().encode(text), "study.yaml")).toBe(text);
  expect(decodeText(new TextEncoder().encode(`\u{feff}${text}`), "study.yaml")).toBe(text);
  expect(decodeText(new Uint8Array(), "study.yaml")).toBe("");
  expect(decodeText(new TextEncoder().encode("é"), "study.yaml")).toBe("é");
});

test.each([
  [
    "UTF-16 with a mark",
    utf16("refract: 1", true, true),
    `study.yaml: the text is in UTF-16 (little-endian), ${ask}`,
  ],
  [
    "UTF-16, big end first",
    utf16("refract: 1", false, true),
    `study.yaml: the text is in UTF-16 (big-endian), ${ask}`,
  ],
  [
    "UTF-16 without a mark",
    utf16("refract: 1", true, false),
    `study.yaml: the text is in UTF-16 (little-endian), ${ask}`,
  ],
  [
    "the same, big end first",
    utf16("refract: 1", false, false),
    `study.yaml: the text is in UTF-16 (big-endian), ${ask}`,
  ],
  ["UTF-32", Uint8Array.of(0xff, 0xfe, 0, 0, 0x72, 0, 0, 0), `study.yaml: the text is in UTF-32, ${ask}`],
  [
    "Latin-1",
    latin("refract: 1\ntitle: Caf\u00e9\n"),
    `study.yaml:2: the byte 0xE9 ("é" in Latin-1 or Windows-1252) is not UTF-8, ${ask}`,
  ],
  [
    "Windows-1252",
    latin("a\nb\nc \u0093d\u0094"),
    `study.yaml:3: the byte 0x93 ("\u201c" in Latin-1 or Windows-1252) is not UTF-8, ${ask}`,
  ],
  [
    "a fault behind a replacement character that was written",
    Uint8Array.of(...new TextEncoder().encode("\u{fffd} "), 0xe4),
    `study.yaml:1: the byte 0xE4 ("ä" in Latin-1 or Windows-1252) is not UTF-8, ${ask}`,
  ],
  [
    "a file that was cut off",
    Uint8Array.of(0x61, 0xe2, 0x82),
    `study.yaml:1: the byte 0xE2 ("â" in Latin-1 or Windows-1252) is not UTF-8, ${ask}`,
  ],
])("%s is refused by its name and place", (_, bytes, message) => {
  expect(() => decodeText(bytes, "study.yaml")).toThrow(message);
});
