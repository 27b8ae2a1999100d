import { expect, test } from "vitest";
import { type Arrival, type ArrivalFacts, decideArrival } from "./arrival.ts";

const here = (lookup: string | null, changes: Partial<NonNullable<ArrivalFacts["here"]>> = {}) => ({
  status: "active" as const,
  test: false,
  outcome: null,
  consentedAt: 1,
  lookup,
  ...changes,
});
const link = (lookup: string | null, test = false) => ({ lookup, test });

test.each<
  [what: string, facts: Omit<ArrivalFacts, "returning">, resume: Arrival, restart: Arrival, block: Arrival]
>([
  ["nobody was here", { here: null, link: link("a") }, "newcomer", "newcomer", "newcomer"],
  ["the page is reloaded", { here: here("a"), link: link(null) }, "continue", "continue", "continue"],
  [
    "the page is reloaded after the end",
    { here: here("a", { status: "completed" }), link: link(null) },
    "continue",
    "newcomer",
    "continue",
  ],
  ["the same id in the middle", { here: here("a"), link: link("a") }, "continue", "newcomer", "refused"],
  [
    "the same id after the end",
    { here: here("a", { status: "completed" }), link: link("a") },
    "continue",
    "newcomer",
    "refused",
  ],
  ["another id in the middle", { here: here("a"), link: link("b") }, "newcomer", "newcomer", "newcomer"],
  [
    "an id where somebody came without one",
    { here: here(null), link: link("b") },
    "newcomer",
    "newcomer",
    "newcomer",
  ],
  [
    "somebody who withdrew",
    { here: here(null, { status: "withdrawn" }), link: link(null) },
    "newcomer",
    "newcomer",
    "newcomer",
  ],
  [
    "somebody who answered and found their kind full",
    { here: here("a", { status: "screened-out", outcome: "full" }), link: link("a") },
    "continue",
    "newcomer",
    "refused",
  ],
  [
    "somebody who found it full",
    { here: here("a", { status: "screened-out", outcome: "full", consentedAt: null }), link: link("a") },
    "newcomer",
    "newcomer",
    "newcomer",
  ],
  [
    "a test link is always new",
    { here: here("a"), link: link("a", true) },
    "newcomer",
    "newcomer",
    "newcomer",
  ],
  [
    "a real link where a test was",
    { here: here("a", { test: true }), link: link("a") },
    "newcomer",
    "newcomer",
    "newcomer",
  ],
  [
    "a test that is reloaded",
    { here: here("a", { test: true }), link: link(null) },
    "continue",
    "continue",
    "continue",
  ],
])("%s", (_, facts, resume, restart, block) => {
  expect(decideArrival({ ...facts, returning: "resume" })).toBe(resume);
  expect(decideArrival({ ...facts, returning: "restart" })).toBe(restart);
  expect(decideArrival({ ...facts, returning: "block" })).toBe(block);
});
