import type { Section } from "@refract/report";
import { expect, test } from "vitest";
import { mainFindings } from "./main-findings.ts";

const section = (id: string, hasHeadline = true): Section => ({
  id,
  title: id,
  summary: "found",
  provenance: {
    ...{ population: "all", weights: "none", n: "1", method: "none", mode: "corrected" },
    ...{ seed: null, source: "none" },
  },
  blocks: [],
  ...(hasHeadline ? { headline: { text: `${id} found`, n: "1 person", method: "counted" } } : {}),
});

test("three headlines are shown, by what they are about and not by where they stand", () => {
  const sections = ["summary", "attributes", "scale-use", "group-ranks", "ranks"].map((id) =>
    section(id, id !== "ranks"),
  );
  expect(mainFindings(sections)).toEqual(
    ["group-ranks", "scale-use", "attributes"].map((id) => ({
      ...{ text: `${id} found`, n: "1 person", method: "counted" },
      section: id,
    })),
  );
  expect(mainFindings([])).toEqual([]);
});

test("a headline that was computed as published says so", () => {
  const { provenance, ...rest } = section("ranks");
  expect(mainFindings([{ ...rest, provenance: { ...provenance, mode: "published" } }])).toEqual([
    {
      text: "As published: ranks found",
      n: "1 person",
      method: "counted; --mode published",
      section: "ranks",
    },
  ]);
});
