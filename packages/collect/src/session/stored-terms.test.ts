import { expect, test } from "vitest";
import { storedTerms } from "./stored-terms.ts";

const terms = (...lines: readonly string[]) => storedTerms({ "study.yaml": lines.join("\n") });

test("until when people can withdraw is read from a file that can't be run", () => {
  expect(terms("stages: [{type: gone}]", "withdrawUntil: 2027-01-31", "entry: 3")).toEqual({
    withdrawUntil: "2027-01-31",
    panel: null,
  });
});

test("what can't be read keeps nobody from withdrawing", () => {
  const nothing = { withdrawUntil: null, panel: null };
  expect(terms("withdrawUntil: soon")).toEqual(nothing);
  expect(terms("withdrawUntil: [2027-01-31")).toEqual(nothing);
  expect(terms("- a list")).toEqual(nothing);
  expect(storedTerms({})).toEqual(nothing);
});

test("a panel is known by its settings alone", () => {
  const { panel } = terms("stages: 7", "entry: {panel: {idParameter: PID}}");
  expect(panel).toMatchObject({ idParameter: "PID", serverCredit: null });
});
