import { builtInStages, openStudy, releaseStudy } from "@refract/collect";
import { expect, test } from "vitest";
import { mergeVersions } from "./merge-versions.ts";

const talk = (rest: string) => `  - id: talk
    type: conversation
    types: [{id: free, title: Free, count: 1}]
    judge: {kind: scale, minimumLabel: T, maximumLabel: P}
${rest}`;

const block = (id: string, maximum: number, statement: string) =>
  `      - {id: ${id}, stem: S, minimum: 0, maximum: ${maximum}, minimumLabel: a, maximumLabel: b, statements: [{id: ${statement}, text: T}]}`;

const version = (stages: string, number = 1) =>
  releaseStudy({
    opened: openStudy(
      {
        "study.yaml": `refract: 1\nid: s\ntitle: S\nmodels: [demo:plain, demo:warm, demo:blunt, demo:steps]\nstages:\n${stages}\n  - {id: end, type: end}\n`,
      },
      builtInStages,
    ),
    version: number,
    hash: "",
    seed: "s",
    openSeed: false,
    codings: [],
  }).study;

test("conversations stay in a dataset whose study has none any more", () => {
  const merged = mergeVersions([
    version(talk("")),
    version(
      '  - {id: note, type: consent, version: "1", summary: S, statements: [{id: consent, value: Yes, text: T}]}',
    ),
  ]);
  expect(merged.conversations).toMatchObject({ types: [{ id: "free" }], openingResponses: 4 });
});

test("statements, feedback and questions that a later version does not ask stay, the latest wording counts", () => {
  const first = version(
    talk(
      `    feedback: {prompt: Before}\n    attributes:\n${block("performance_attributes", 100, "values")}\n${block("choice_attributes", 10, "safety")}\n${block("own", 5, "kind")}`,
    ),
  );
  const second = version(talk(`    attributes:\n${block("choice_attributes", 100, "values")}`), 2);
  const { conversations } = mergeVersions([first, second]);
  expect(conversations?.performanceAttributes?.statements).toEqual([{ id: "values", text: "T" }]);
  expect(conversations?.choiceAttributes).toMatchObject({
    minimum: 0,
    maximum: 100,
    statements: [{ id: "safety" }, { id: "values" }],
  });
  expect(conversations).not.toHaveProperty("fewestLaterResponses");
  expect(conversations?.openFeedback).toBe("Before");
  expect(conversations?.otherFields?.map((field) => field.name)).toEqual(["own.kind"]);
  expect(conversations?.otherFields?.[0]?.versions).toEqual([1]);
});

test("versions that ask for more and for fewer responses are told apart from failed ones", () => {
  const three = version(talk("    continuation: {with: winner, samples: 3}"));
  expect(mergeVersions([three, version(talk(""))]).conversations).toMatchObject({
    laterResponses: 3,
    fewestLaterResponses: 2,
  });
});
