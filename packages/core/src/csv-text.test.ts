import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine, restoreFormula, withoutFormula } from "./csv-text.ts";

test("cells are written by RFC 4180: quotes doubled, commas and line ends quoted, null empty, empty text quoted", () => {
  expect(csvLine(["a", 'say "hi"', "x,y", "two\nlines", null, "", 1.5, -3, true])).toBe(
    'a,"say ""hi""","x,y","two\nlines",,"",1.5,-3,true\r\n',
  );
});

test("what a spreadsheet would run gets an apostrophe and quotes, numbers stay numbers", () => {
  expect(csvLine(["=1+1", "+44", "-x", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", " =1", "a=1", -1])).toBe(
    '"\'=1+1","\'+44","\'-x","\'@SUM(A1)","\'\tx","\'\rx","\'\nx","\'＝1","\' =1",a=1,-1\r\n',
  );
});

test("an apostrophe of the text itself is not lost", () => {
  expect(withoutFormula("'=1")).toBe("''=1");
  expect(restoreFormula("''=1")).toBe("'=1");
  expect(withoutFormula("'tis")).toBe("'tis");
  expect(restoreFormula("'tis")).toBe("'tis");
});

test("any text comes back from its safe form, and no safe form begins like a formula", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.stringMatching(/^['=+\-@\t\r\n ＝]{0,4}[a-z']{0,3}$/),
  );
  fc.assert(
    fc.property(text, (original) => {
      const safe = withoutFormula(original);
      expect(restoreFormula(safe)).toBe(original);
      expect(safe).not.toMatch(/^[ ]*[=+\-@\t\r\n＝＋－＠]/);
    }),
    { seed: 1, numRuns: 2000 },
  );
});
