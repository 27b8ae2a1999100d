import { expect, it } from "vitest";
import { acceptsEncoding } from "./accepted-encoding.ts";

it.each([
  ["gzip, deflate, br, zstd", true, true],
  ["gzip;q=0, br", true, false],
  ["BR ; q=0.5, gzip; q=0.0", true, false],
  ["br;q=0", false, false],
  ["*", true, true],
  ["br;q=0, *", false, true],
  ["identity", false, false],
  ["", false, false],
  [undefined, false, false],
  ["br;q=nonsense", false, false],
  ["xbr, gzip2", false, false],
])("%s: br %s, gzip %s", (header, br, gzip) => {
  expect([acceptsEncoding(header, "br"), acceptsEncoding(header, "gzip")]).toEqual([br, gzip]);
});
